#pragma once

#include "load/Client.h"
#include "load/Options.h"
#include "load/Report.h"

#include <memory>
#include <vector>

namespace lanyard::bench {

/// Connections that are held while something else is measured. Idle ones have had one answer and say nothing more;
/// stalled ones have asked for a stream and stop reading after its first bytes, with a
/// small buffer in the kernel, so that it is soon full and the server feels it. When all are in that state one line
/// `ready` is printed; they are closed when standard input ends.
class HeldRun final : public ClientOwner
{
public:
    HeldRun(EventLoop& loop, const Options& options);

    void start();
    void report(Report& report);

private:
    void onBody(Client& client, std::string_view piece) override;
    void onAnswer(Client& client, const Answer& answer) override;
    void onLost(Client& client, bool busy) override;

    void openMore();
    void onSettled();

    EventLoop& m_loop;
    const Options& m_options;
    const std::string m_request;
    const bool m_stalled;
    std::vector<std::unique_ptr<Client>> m_clients;
    std::size_t m_opened = 0;
    std::size_t m_settled = 0;
    std::size_t m_dropped = 0;
    Tally m_tally;
};

} // namespace lanyard::bench
