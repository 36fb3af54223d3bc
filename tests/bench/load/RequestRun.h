#pragma once

#include "load/Client.h"
#include "load/Window.h"

#include <deque>
#include <memory>
#include <vector>

namespace lanyard::bench {

/// Plain requests. Closed loop: every connection sends its next request when it has the answer. Open loop: requests
/// are due at a constant rate, whatever the answers do, and their time counts from the moment they were due, so a
/// stall of the server is felt by all requests that it delays.
class RequestRun final : public ClientOwner
{
public:
    RequestRun(EventLoop& loop, const Options& options);

    void start();
    void report(Report& report);

private:
    void onAnswer(Client& client, const Answer& answer) override;
    void onLost(Client& client, bool busy) override;

    void sendDueRequests();
    void sendDue(Nanos due);
    void send(Client& client, Nanos due);
    Client& connect(std::size_t index);
    void onWindowClosed();
    void finishWhenIdle();

    EventLoop& m_loop;
    const Options& m_options;
    const bool m_openLoop;
    const std::string m_request;
    Window m_window;
    Timer m_nextDue;
    Timer m_giveUp;
    std::vector<std::unique_ptr<Client>> m_clients;
    std::vector<Nanos> m_dueTimes;   ///< of the request in flight, by client
    std::vector<std::size_t> m_idle; ///< clients of the open loop
    std::deque<Nanos> m_waiting;     ///< due, but every connection is busy
    Nanos m_due = 0;
    std::size_t m_inFlight = 0;
    bool m_ending = false;
    Tally m_tally;
    Samples m_latency;
};

} // namespace lanyard::bench
