#include "load/StreamRun.h"

#include <charconv>

namespace lanyard::bench {

namespace {

constexpr std::string_view kStampStart = "\"t=";
constexpr std::size_t kStampDigits = 19;
constexpr Nanos kPatience = 30 * kSecond; ///< beyond the time that a stream should take

/// Every stream lasts from its start, anywhere in the ramp, to the end of the window.
Options longEnough(Options options)
{
    const Nanos wanted = options.ramp + options.warmUp + options.duration;
    options.chunks = static_cast<std::uint64_t>(wanted / options.chunkEvery) + 2;
    return options;
}

} // namespace

StreamRun::StreamRun(EventLoop& loop, const Options& options)
    : m_loop(loop),
      m_options(longEnough(options)),
      m_request(makeRequest(m_options)),
      m_window(loop, m_options, [] {}),
      m_openNext(loop, [this] { openDueStreams(); }),
      m_giveUp(loop, [&loop] { loop.stop(); }),
      m_streams(options.connections)
{}

void StreamRun::start()
{
    m_startedAt = now();
    const Nanos windowStart = m_startedAt + m_options.ramp + m_options.warmUp;
    m_window.openAt(windowStart);
    m_giveUp.startAt(windowStart + m_options.ramp + m_options.duration + 2 * m_options.chunkEvery + kPatience);
    openDueStreams();
}

void StreamRun::openDueStreams()
{
    const auto dueAt = [this](std::size_t index) {
        return m_startedAt + m_options.ramp * static_cast<Nanos>(index) / static_cast<Nanos>(m_streams.size());
    };
    for (; m_opened < m_streams.size() && dueAt(m_opened) <= now(); ++m_opened) {
        m_streams[m_opened].client = std::make_unique<Client>(m_loop, m_options.port, *this, m_opened);
        m_streams[m_opened].client->send(m_request);
    }
    if (m_opened < m_streams.size())
        m_openNext.startAt(dueAt(m_opened));
}

void StreamRun::onBody(Client& client, std::string_view piece)
{
    const Nanos arrival = now();
    Stream& stream = m_streams[client.index()];
    if (stream.partialStamp.empty())
        return takeStamps(stream, piece, arrival);
    const std::string joined = std::exchange(stream.partialStamp, {}).append(piece);
    takeStamps(stream, joined, arrival);
}

void StreamRun::takeStamps(Stream& stream, std::string_view text, Nanos arrival)
{
    constexpr std::size_t kStamp = kStampStart.size() + kStampDigits;
    std::size_t from = 0;
    for (std::size_t at = text.find(kStampStart); at != std::string_view::npos && at + kStamp <= text.size();
         at = text.find(kStampStart, from)) {
        from = at + kStamp;
        Nanos sentAt = 0;
        std::from_chars(text.data() + at + kStampStart.size(), text.data() + from, sentAt);
        ++stream.chunks;
        ++m_chunks;
        if (m_window.open())
            m_delay.add(arrival - sentAt);
    }
    const std::size_t cut = text.find(kStampStart, from);
    const std::size_t keep = cut != std::string_view::npos ? text.size() - cut : kStampStart.size() - 1;
    stream.partialStamp.assign(text.substr(text.size() - std::min(keep, text.size() - from)));
}

void StreamRun::onAnswer(Client& client, const Answer& answer)
{
    m_tally.add(answer);
    const Stream& stream = m_streams[client.index()];
    if (answer.status == 200 && answer.promptTokens > 0 && stream.chunks == m_options.chunks)
        ++m_complete;
    onStreamEnded();
}

void StreamRun::onLost(Client&, bool busy)
{
    if (!busy)
        return;
    ++m_tally.errors;
    onStreamEnded();
}

void StreamRun::onStreamEnded()
{
    if (++m_ended == m_streams.size())
        m_loop.stop();
}

void StreamRun::report(Report& report)
{
    m_tally.errors += m_streams.size() - m_ended;
    report.tally(m_tally);
    m_window.report(report);
    report.number("streams", static_cast<std::int64_t>(m_streams.size()));
    report.number("complete", static_cast<std::int64_t>(m_complete));
    report.number("chunks_sent", static_cast<std::int64_t>(m_streams.size() * m_options.chunks));
    report.number("chunks", static_cast<std::int64_t>(m_chunks));
    report.number("measured", static_cast<std::int64_t>(m_delay.count()));
    report.samples("delay", m_delay);
}

} // namespace lanyard::bench
