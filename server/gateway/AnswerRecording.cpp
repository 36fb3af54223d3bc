#include "gateway/AnswerRecording.h"

#include <utility>

namespace lanyard {

AnswerRecording::AnswerRecording(std::size_t mostBytes, std::shared_ptr<std::atomic<std::size_t>> used)
    : m_mostBytes(mostBytes), m_used(std::move(used))
{
}

AnswerRecording::~AnswerRecording()
{
    m_used->fetch_sub(m_bytes.size(), std::memory_order_relaxed);
}

void AnswerRecording::begin(int status, const HttpHeaders& headers)
{
    {
        const std::lock_guard lock(m_mutex);
        m_head = {status, headers};
    }
    tell();
}

void AnswerRecording::append(std::string_view bytes)
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_state != State::Running)
            return;
        if (m_bytes.size() + bytes.size() > m_mostBytes) {
            m_used->fetch_sub(m_bytes.size(), std::memory_order_relaxed);
            m_bytes = {};
            m_state = State::Spoilt;
        } else {
            m_bytes.append(bytes);
            m_used->fetch_add(bytes.size(), std::memory_order_relaxed);
        }
    }
    tell();
}

void AnswerRecording::finish()
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_state == State::Running)
            m_state = State::Whole;
    }
    tell();
}

void AnswerRecording::spoil()
{
    {
        const std::lock_guard lock(m_mutex);
        m_state = State::Spoilt;
    }
    tell();
}

AnswerRecording::State AnswerRecording::state() const
{
    const std::lock_guard lock(m_mutex);
    return m_state;
}

AnswerRecording::Head AnswerRecording::head() const
{
    const std::lock_guard lock(m_mutex);
    return m_head;
}

std::size_t AnswerRecording::size() const
{
    const std::lock_guard lock(m_mutex);
    return m_bytes.size();
}

std::string AnswerRecording::bytesFrom(std::size_t offset) const
{
    const std::lock_guard lock(m_mutex);
    return offset < m_bytes.size() ? m_bytes.substr(offset) : std::string();
}

std::uint64_t AnswerRecording::follow(std::function<void()> changed)
{
    const std::lock_guard lock(m_telling);
    m_followers.emplace_back(++m_lastFollower, std::move(changed));
    return m_lastFollower;
}

void AnswerRecording::unfollow(std::uint64_t follower)
{
    const std::lock_guard lock(m_telling);
    std::erase_if(m_followers, [follower](const auto& entry) { return entry.first == follower; });
}

void AnswerRecording::tell()
{
    const std::lock_guard lock(m_telling);
    for (const auto& [follower, changed] : m_followers)
        changed();
}

} // namespace lanyard
