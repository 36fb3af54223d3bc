#pragma once

#include <functional>
#include <memory>
#include <string_view>

namespace lanyard {

/// Undoes Content-Encoding gzip and deflate in pieces. It sets no limit: the sink counts and says stop.
class BodyInflater
{
public:
    using Sink = std::function<bool(std::string_view)>;

    /// Null for a coding that is not known.
    static std::unique_ptr<BodyInflater> forCoding(std::string_view coding);
    ~BodyInflater();

    /// False when the bytes are damaged, go on behind the end, or the sink refused.
    bool inflate(std::string_view packed, const Sink& sink);
    /// The compressed stream came to its end.
    bool finished() const;

private:
    struct Stream;
    explicit BodyInflater(bool gzip);

    std::unique_ptr<Stream> m_stream;
};

} // namespace lanyard
