#include "app/RequestFeed.h"

#include <array>

namespace lanyard {
namespace {

QString text(std::string_view utf8)
{
    return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}

QString basisName(UsageBasis basis)
{
    static constexpr std::array<std::string_view, 4> kNames{"none", "reported", "counted", "estimated"};
    return text(kNames[static_cast<std::size_t>(basis)]);
}

RequestInfo infoOf(const FinishedExchange& exchange)
{
    RequestInfo info;
    info.id = QString::number(exchange.id);
    info.requestId = text(exchange.requestId);
    info.time = exchange.time;
    info.user = text(exchange.user);
    info.key = text(exchange.key);
    info.model = text(exchange.model);
    info.provider = text(exchange.provider);
    info.credential = text(exchange.credential);
    info.status = exchange.status;
    info.outcome = text(toString(exchange.outcome));
    info.inputTokens = exchange.usage.promptTokens();
    info.outputTokens = exchange.usage.completionTokens();
    info.cost = exchange.cost;
    info.attempts = exchange.attempts;
    info.basis = basisName(exchange.usage.basis);
    info.firstByteMs = exchange.firstByteMs;
    info.totalMs = exchange.totalMs;
    info.message = text(exchange.message);
    return info;
}

} // namespace

void RequestFeed::finished(FinishedExchange exchange)
{
    if (m_waiting.fetch_add(1, std::memory_order_relaxed) >= kMostWaiting) {
        m_waiting.fetch_sub(1, std::memory_order_relaxed);
        return;
    }
    m_mailbox.post([this, exchange = std::move(exchange)] {
        m_waiting.fetch_sub(1, std::memory_order_relaxed);
        if (m_receiver)
            m_receiver(infoOf(exchange));
    });
}

} // namespace lanyard
