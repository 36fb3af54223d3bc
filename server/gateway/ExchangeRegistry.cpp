#include "gateway/ExchangeRegistry.h"

#include "gateway/Exchange.h"
#include "gateway/ExchangeFeed.h"

#include <algorithm>

namespace lanyard {

void ExchangeCounters::add(const JournalRecord& record)
{
    if (record.firstByteMs != 0) {
        firstBytes.fetch_add(1, std::memory_order_relaxed);
        firstByteMs.fetch_add(record.firstByteMs, std::memory_order_relaxed);
    }
    if (!record.cost.isZero())
        costNano.fetch_add(record.cost.nano(), std::memory_order_relaxed);
}

void ExchangeCounters::count(Outcome outcome, const Usage& usage)
{
    finished.fetch_add(1, std::memory_order_relaxed);
    failed.fetch_add(outcome == Outcome::Failed || outcome == Outcome::Truncated, std::memory_order_relaxed);
    refused.fetch_add(outcome == Outcome::Refused, std::memory_order_relaxed);
    inputTokens.fetch_add(usage.promptTokens(), std::memory_order_relaxed);
    outputTokens.fetch_add(usage.completionTokens(), std::memory_order_relaxed);
}

ExchangeRegistry::ExchangeRegistry() = default;

ExchangeRegistry::~ExchangeRegistry()
{
    m_later.close();
}

Exchange& ExchangeRegistry::add(std::unique_ptr<Exchange> exchange)
{
    Exchange& added = *exchange;
    m_running.emplace(&added, std::move(exchange));
    m_counters.started.fetch_add(1, std::memory_order_relaxed);
    return added;
}

void ExchangeRegistry::retire(Exchange& exchange)
{
    const auto found = m_running.find(&exchange);
    if (found == m_running.end())
        return;
    m_retired.push_back(std::move(found->second));
    m_running.erase(found);
    if (m_retired.size() == 1)
        m_later.post([this] { bury(); });
}

void ExchangeRegistry::abandonAll()
{
    std::vector<Exchange*> running;
    running.reserve(m_running.size());
    for (const auto& [exchange, owner] : m_running)
        running.push_back(exchange);
    for (Exchange* exchange : running)
        exchange->abandon();
}

ExchangeRegistry::Running ExchangeRegistry::running(std::size_t most) const
{
    std::vector<const Exchange*> all;
    all.reserve(m_running.size());
    for (const auto& [exchange, owner] : m_running) {
        if (exchange->isRunning())
            all.push_back(exchange);
    }
    Running seen;
    seen.total = all.size();
    const std::size_t count = std::min(most, all.size());
    const auto older = [](const Exchange* a, const Exchange* b) { return a->id().value < b->id().value; };
    std::partial_sort(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(count), all.end(), older);
    for (std::size_t i = 0; i < count; ++i)
        seen.exchanges.push_back(all[i]->describe());
    return seen;
}

bool ExchangeRegistry::stop(std::string_view id)
{
    const auto found = std::find_if(m_running.begin(), m_running.end(), [&](const auto& entry) {
        return entry.first->isRunning() && (entry.first->requestId() == id || std::to_string(entry.first->id().value) == id);
    });
    if (found == m_running.end())
        return false;
    found->first->stop(); // moves it out of m_running
    return true;
}

void ExchangeRegistry::bury()
{
    const auto retired = std::move(m_retired);
    m_retired.clear();
    if (m_running.empty() && m_onIdle)
        m_onIdle();
}

} // namespace lanyard
