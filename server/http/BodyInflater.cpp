#include "http/BodyInflater.h"

#include "base/Http.h"

#include <zlib.h>

#include <array>

namespace lanyard {

struct BodyInflater::Stream
{
    z_stream z{};
    bool gzip = false;
    bool open = false;
    bool ended = false;
    unsigned char firstByte = 0; ///< of deflate, until the second tells zlib's framing from a bare stream
    bool haveFirst = false;

    static constexpr int kGzip = 15 + 16;
    static constexpr int kZlib = 15;
    static constexpr int kBare = -15;

    bool start(int windowBits)
    {
        open = inflateInit2(&z, windowBits) == Z_OK;
        return open;
    }
    ~Stream()
    {
        if (open)
            inflateEnd(&z);
    }

    bool run(std::string_view packed, const Sink& sink)
    {
        std::array<unsigned char, 16 * 1024> plain;
        z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
        z.avail_in = static_cast<uInt>(packed.size());
        do {
            if (ended) {
                // Gzip files may be several, one behind the other (RFC 1952 section 2.2).
                if (!gzip || z.avail_in == 0)
                    return z.avail_in == 0;
                if (inflateReset(&z) != Z_OK)
                    return false;
                ended = false;
            }
            z.next_out = plain.data();
            z.avail_out = plain.size();
            const int state = ::inflate(&z, Z_NO_FLUSH);
            if (state != Z_OK && state != Z_STREAM_END && state != Z_BUF_ERROR)
                return false;
            ended = state == Z_STREAM_END;
            const std::size_t size = plain.size() - z.avail_out;
            if (size > 0 && !sink({reinterpret_cast<const char*>(plain.data()), size}))
                return false;
        } while (z.avail_in > 0 || z.avail_out == 0);
        return true;
    }
};

BodyInflater::BodyInflater(bool gzip) : m_stream(std::make_unique<Stream>())
{
    m_stream->gzip = gzip;
}

BodyInflater::~BodyInflater() = default;

std::unique_ptr<BodyInflater> BodyInflater::forCoding(std::string_view coding)
{
    const bool gzip = equalsIgnoringCase(coding, "gzip") || equalsIgnoringCase(coding, "x-gzip");
    if (!gzip && !equalsIgnoringCase(coding, "deflate"))
        return nullptr;
    std::unique_ptr<BodyInflater> inflater(new BodyInflater(gzip));
    if (gzip && !inflater->m_stream->start(Stream::kGzip))
        return nullptr;
    return inflater;
}

bool BodyInflater::inflate(std::string_view packed, const Sink& sink)
{
    Stream& stream = *m_stream;
    if (packed.empty())
        return true;
    if (stream.open)
        return stream.run(packed, sink);
    // "deflate" means zlib's framing (RFC 9110 section 8.4.1.2), but many senders leave that out: two bytes tell.
    if (!stream.haveFirst) {
        stream.firstByte = static_cast<unsigned char>(packed.front());
        stream.haveFirst = true;
        packed.remove_prefix(1);
        if (packed.empty())
            return true;
    }
    const unsigned header = (unsigned{stream.firstByte} << 8) | static_cast<unsigned char>(packed.front());
    const bool zlibFraming = (stream.firstByte & 0x0F) == Z_DEFLATED && header % 31 == 0;
    const char first = static_cast<char>(stream.firstByte);
    return stream.start(zlibFraming ? Stream::kZlib : Stream::kBare) && stream.run({&first, 1}, sink) &&
           stream.run(packed, sink);
}

bool BodyInflater::finished() const
{
    return m_stream->ended;
}

} // namespace lanyard
