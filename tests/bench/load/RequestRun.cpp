#include "load/RequestRun.h"

namespace lanyard::bench {

namespace {

constexpr Nanos kPatience = 20 * kSecond; ///< for the answers that are due when the window closes

}

RequestRun::RequestRun(EventLoop& loop, const Options& options)
    : m_loop(loop),
      m_options(options),
      m_openLoop(options.mode == "open"),
      m_request(makeRequest(options)),
      m_window(loop, options, [this] { onWindowClosed(); }),
      m_nextDue(loop, [this] { sendDueRequests(); }),
      m_giveUp(loop, [&loop] { loop.stop(); }),
      m_clients(options.connections),
      m_dueTimes(options.connections)
{}

void RequestRun::start()
{
    m_due = now();
    m_window.openAt(m_due + m_options.warmUp);
    if (m_openLoop) {
        for (std::size_t i = m_clients.size(); i > 0; --i)
            m_idle.push_back(i - 1);
        return sendDueRequests();
    }
    for (std::size_t i = 0; i < m_clients.size(); ++i)
        send(connect(i), now());
}

void RequestRun::sendDueRequests()
{
    const Nanos interval = kSecond / static_cast<Nanos>(m_options.rate);
    for (; m_due <= now() && !m_ending; m_due += interval)
        sendDue(m_due);
    if (!m_ending)
        m_nextDue.startAt(m_due);
}

void RequestRun::sendDue(Nanos due)
{
    if (m_idle.empty())
        return m_waiting.push_back(due);
    const std::size_t index = m_idle.back();
    m_idle.pop_back();
    send(m_clients[index] ? *m_clients[index] : connect(index), due);
}

Client& RequestRun::connect(std::size_t index)
{
    m_clients[index] = std::make_unique<Client>(m_loop, m_options.port, *this, index);
    return *m_clients[index];
}

void RequestRun::send(Client& client, Nanos due)
{
    m_dueTimes[client.index()] = due;
    ++m_inFlight;
    client.send(m_request);
}

void RequestRun::onAnswer(Client& client, const Answer& answer)
{
    --m_inFlight;
    m_tally.add(answer);
    if (m_window.open() && answer.status == 200)
        m_latency.add(now() - m_dueTimes[client.index()]);
    if (m_ending)
        return finishWhenIdle();
    if (!m_openLoop)
        return send(client, now());
    m_idle.push_back(client.index());
    if (!m_waiting.empty()) {
        sendDue(m_waiting.front());
        m_waiting.pop_front();
    }
}

void RequestRun::onLost(Client& client, bool busy)
{
    const std::size_t index = client.index();
    m_loop.retire(std::move(m_clients[index]));
    if (!busy)
        return; // an idle connection: the next request opens another
    --m_inFlight;
    ++m_tally.errors;
    if (m_ending)
        return finishWhenIdle();
    if (m_openLoop)
        m_idle.push_back(index);
    else
        send(connect(index), now());
}

void RequestRun::onWindowClosed()
{
    m_ending = true;
    m_waiting.clear();
    m_giveUp.startAt(now() + kPatience);
    finishWhenIdle();
}

void RequestRun::finishWhenIdle()
{
    if (m_inFlight == 0)
        m_loop.stop();
}

void RequestRun::report(Report& report)
{
    m_tally.errors += m_inFlight;
    report.tally(m_tally);
    m_window.report(report);
    report.number("measured", static_cast<std::int64_t>(m_latency.count()));
    report.samples("latency", m_latency);
}

} // namespace lanyard::bench
