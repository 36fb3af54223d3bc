#include "app/RequestFeed.h"

#include "app/RunningRequests.h"

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

RequestWaitingInfo waitingInfo(const WaitingExchange& exchange)
{
    return {text(exchange.requestId), exchange.time, text(exchange.user), text(exchange.key), text(exchange.model),
            static_cast<std::uint32_t>(exchange.place), static_cast<std::uint64_t>(exchange.waited.count())};
}

} // namespace

RequestFeed::RequestFeed(Mailbox& mailbox) : m_mailbox(mailbox)
{
    m_timer.setSingleShot(true);
    m_timer.setInterval(kEvery);
    QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] { tell(); });
}

void RequestFeed::setWanted(bool starts, bool ends)
{
    m_wantsStarts.store(starts, std::memory_order_relaxed);
    m_wanted.store(ends, std::memory_order_relaxed);
}

void RequestFeed::add(Event event)
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_events.size() >= kMostAtOnce) {
            ++m_dropped;
            return;
        }
        m_events.push_back(std::move(event));
        if (m_events.size() > 1)
            return; // the timer runs already
    }
    m_mailbox.post([this] { m_timer.start(); });
}

void RequestFeed::tell()
{
    std::vector<Event> events;
    std::uint64_t dropped = 0;
    {
        const std::lock_guard lock(m_mutex);
        events.swap(m_events);
        dropped = std::exchange(m_dropped, 0);
    }
    for (const Event& event : events) {
        if (const auto* running = std::get_if<RunningExchange>(&event)) {
            if (m_receiver.started)
                m_receiver.started(runningInfo(*running));
        } else if (const auto* waiting = std::get_if<WaitingExchange>(&event)) {
            if (m_receiver.waits)
                m_receiver.waits(waitingInfo(*waiting));
        } else if (m_receiver.finished) {
            m_receiver.finished(infoOf(std::get<FinishedExchange>(event)));
        }
    }
    if (dropped > 0 && m_receiver.dropped)
        m_receiver.dropped(dropped);
}

} // namespace lanyard
