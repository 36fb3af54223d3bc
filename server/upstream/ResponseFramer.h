#pragma once

#include "base/Http.h"

#include <memory>
#include <string>
#include <string_view>

namespace lanyard {

/// Finds an answer in the bytes of an HTTP/1 connection. Interim answers (1xx) are skipped, trailers ignored, chunks
/// joined. The grammar is Boost.Beast's.
class ResponseFramer
{
public:
    enum class Step { More, Complete, Broken, HeadTooLarge };
    static constexpr std::size_t kMaxHeadBytes = std::size_t{64} * 1024;

    ResponseFramer();
    ~ResponseFramer();

    /// For the next answer. `bodiless`: the request was HEAD.
    void reset(bool bodiless);
    /// Takes all of `bytes` (what it cannot use yet it keeps). body() is what they held of the body.
    Step feed(std::string_view bytes);
    /// The answer waits: gives memory back that the next feed() would use again. body() is gone with it.
    void rest();
    /// The connection has ended: Complete when the answer was to last until then.
    Step finish();

    /// A byte of an answer, be it interim, has come.
    bool begun() const;
    bool headComplete() const;
    int status() const;
    const HttpHeaders& headers() const;
    /// Of the last feed(); valid until the next call.
    std::string_view body() const;
    /// After Complete: whether the connection may be used again. False also when bytes follow that nobody asked for.
    bool keepAlive() const;

private:
    class Parser;
    std::unique_ptr<Parser> m_parser;
};

} // namespace lanyard
