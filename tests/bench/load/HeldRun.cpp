#include "load/HeldRun.h"

#include <cstdio>

namespace lanyard::bench {

namespace {

constexpr std::size_t kAtOnce = 50; ///< connections that are being brought into their state
constexpr int kStalledBuffer = 16 * 1024;

} // namespace

HeldRun::HeldRun(EventLoop& loop, const Options& options)
    : m_loop(loop),
      m_options(options),
      m_request(makeRequest(options)),
      m_stalled(options.mode == "stalled"),
      m_clients(options.connections)
{}

void HeldRun::start()
{
    openMore();
}

void HeldRun::openMore()
{
    for (; m_opened < m_clients.size() && m_opened - m_settled < kAtOnce; ++m_opened) {
        m_clients[m_opened] =
            std::make_unique<Client>(m_loop, m_options.port, *this, m_opened, m_stalled ? kStalledBuffer : 0);
        m_clients[m_opened]->send(m_request);
    }
}

void HeldRun::onBody(Client& client, std::string_view)
{
    if (!m_stalled || !client.reading())
        return;
    client.stopReading();
    onSettled();
}

void HeldRun::onAnswer(Client&, const Answer& answer)
{
    m_tally.add(answer);
    onSettled();
}

void HeldRun::onSettled()
{
    if (++m_settled == m_clients.size()) {
        std::puts("ready");
        std::fflush(stdout);
    }
    openMore();
}

void HeldRun::onLost(Client&, bool busy)
{
    ++m_dropped;
    if (busy)
        ++m_tally.errors;
}

void HeldRun::report(Report& report)
{
    report.tally(m_tally);
    report.number("held", static_cast<std::int64_t>(m_settled));
    report.number("dropped", static_cast<std::int64_t>(m_dropped));
}

} // namespace lanyard::bench
