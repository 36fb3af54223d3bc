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
    std::shared_ptr<JournalSegment> segment;
    {
        const std::lock_guard lock(m_mutex);
        if (m_spares.empty()) {
            if (Result<void> made = addSpareLocked(); !made)
                return made.error();
        }
        segment = std::move(m_spares.front());
        m_spares.pop_front();
        m_spareCount.store(m_spares.size(), std::memory_order_release);
        m_inUse.push_back(segment);
    }
    m_wake();
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
    const std::lock_guard lock(m_mutex);
    while (!m_closed && m_spares.size() < count) {
        if (Result<void> made = addSpareLocked(); !made)
            return made;
    }
    return {};
}

Result<void> JournalLane::addSpareLocked()
{
    Result<std::shared_ptr<JournalSegment>> segment = JournalSegment::create(m_folder, {m_epoch, m_worker, m_nextNumber});
    if (!segment)
        return segment.error();
    ++m_nextNumber;
    m_spares.push_back(*std::move(segment));
    m_spareCount.store(m_spares.size(), std::memory_order_release);
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
