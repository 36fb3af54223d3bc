#include "gateway/ExchangeRegistry.h"

#include "gateway/Exchange.h"

namespace lanyard {

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

void ExchangeRegistry::bury()
{
    const auto retired = std::move(m_retired);
    m_retired.clear();
    if (m_running.empty() && m_onIdle)
        m_onIdle();
}

} // namespace lanyard
