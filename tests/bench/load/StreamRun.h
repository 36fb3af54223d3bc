#pragma once

#include "load/Client.h"
#include "load/Window.h"

#include <memory>
#include <vector>

namespace lanyard::bench {

/// Many streams at once, opened evenly over the ramp. Each chunk carries the time when the upstream wrote it, so its
/// delay is known on arrival. The window opens when all streams have had the warm-up, and each stream is made long
/// enough to outlast it; the run ends when every stream has.
class StreamRun final : public ClientOwner
{
public:
    StreamRun(EventLoop& loop, const Options& options);

    void start();
    void report(Report& report);

private:
    struct Stream
    {
        std::unique_ptr<Client> client;
        std::string partialStamp; ///< the end of a piece that may cut a chunk's time in two
        std::uint64_t chunks = 0;
    };

    void onBody(Client& client, std::string_view piece) override;
    void onAnswer(Client& client, const Answer& answer) override;
    void onLost(Client& client, bool busy) override;

    void openDueStreams();
    void takeStamps(Stream& stream, std::string_view text, Nanos arrival);
    void onStreamEnded();

    EventLoop& m_loop;
    Options m_options;
    const std::string m_request;
    Window m_window;
    Timer m_openNext;
    Timer m_giveUp;
    std::vector<Stream> m_streams;
    Nanos m_startedAt = 0;
    std::size_t m_opened = 0;
    std::size_t m_ended = 0;
    std::size_t m_complete = 0;
    std::uint64_t m_chunks = 0;
    Tally m_tally;
    Samples m_delay;
};

} // namespace lanyard::bench
