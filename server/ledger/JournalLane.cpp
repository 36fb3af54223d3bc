#include "ledger/JournalLane.h"

#include <algorithm>

namespace lanyard {

JournalLane::JournalLane(std::filesystem::path folder, std::uint32_t epoch, std::uint32_t worker, std::function<void()> wake)
    : m_folder(std::move(folder)), m_epoch(epoch), m_worker(worker), m_wake(std::move(wake))
{
}

JournalLane::~JournalLane()
{
    for (const auto& spare : m_spares)
        spare->removeWhenReleased();
}

Result<std::shared_ptr<JournalSegment>> JournalLane::takeNext()
{
    std::shared_ptr<JournalSegment> segment = tryTake();
    if (!segment) {
        if (Result<void> made = ensureSpares(1); !made)
            return made.error();
        segment = tryTake(); // nobody else takes: it is there unless the lane was closed
    }
    if (!segment)
        return Error{ErrorCode::Internal, "this journal is closed"};
    m_wake();
    return segment;
}

std::shared_ptr<JournalSegment> JournalLane::tryTake()
{
    const std::lock_guard lock(m_mutex);
    if (m_spares.empty())
        return nullptr;
    std::shared_ptr<JournalSegment> segment = std::move(m_spares.front());
    m_spares.pop_front();
    m_spareCount.store(m_spares.size(), std::memory_order_release);
    m_inUse.push_back(segment);
    return segment;
}

void JournalLane::addText(JournalTexts texts)
{
    const std::lock_guard lock(m_mutex);
    if (m_texts.size() == kMaxTexts)
        m_texts.pop_front();
    m_texts.push_back(std::move(texts));
}

void JournalLane::close()
{
    {
        const std::lock_guard lock(m_mutex);
        m_closed = true;
    }
    m_wake();
}

Result<void> JournalLane::ensureSpares(std::size_t count)
{
    const std::lock_guard making(m_making);
    while (m_spareCount.load(std::memory_order_acquire) < count && !closed()) {
        Result<std::shared_ptr<JournalSegment>> segment = JournalSegment::create(m_folder, {m_epoch, m_worker, m_nextNumber});
        if (!segment)
            return segment.error();
        ++m_nextNumber;
        const std::lock_guard lock(m_mutex);
        m_spares.push_back(*std::move(segment));
        m_spareCount.store(m_spares.size(), std::memory_order_release);
    }
    return {};
}

std::vector<std::shared_ptr<JournalSegment>> JournalLane::segments() const
{
    const std::lock_guard lock(m_mutex);
    return m_inUse;
}

void JournalLane::retire(const std::shared_ptr<JournalSegment>& segment)
{
    segment->removeWhenReleased();
    const std::lock_guard lock(m_mutex);
    std::erase(m_inUse, segment);
}

std::vector<JournalTexts> JournalLane::takeTexts()
{
    const std::lock_guard lock(m_mutex);
    std::vector<JournalTexts> texts(std::make_move_iterator(m_texts.begin()), std::make_move_iterator(m_texts.end()));
    m_texts.clear();
    return texts;
}

bool JournalLane::closed() const
{
    const std::lock_guard lock(m_mutex);
    return m_closed;
}

} // namespace lanyard
