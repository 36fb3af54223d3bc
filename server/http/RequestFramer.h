#pragma once

#include "http/HttpFault.h"
#include "http/HttpLimits.h"
#include "http/HttpMessages.h"

#include <memory>
#include <string_view>

namespace lanyard {

/// Takes a request's body piece by piece.
class BodyTaker
{
public:
    /// False stops the framing; the taker knows why.
    virtual bool takeBody(std::string_view piece) = 0;

protected:
    ~BodyTaker() = default;
};

/// Finds where a request ends, and refuses whatever two programs could read in two ways: that is how requests are
/// smuggled. Boost.Beast's incremental parser does the grammar; what it lets pass (any coding besides exactly
/// `chunked`, repeated lengths, folded lines, missing or repeated Host) is checked here. No I/O.
class RequestFramer
{
public:
    enum class Step {
        NeedMore,     ///< present the unused rest again, with more behind it
        HeadComplete, ///< once; head() may be used, the body comes next
        Complete,
        Stopped, ///< the taker said so
        Failed,  ///< see fault(); nothing after this byte can be trusted
    };

    explicit RequestFramer(const HttpLimits& limits);
    ~RequestFramer();

    /// Ready for the next request.
    void reset();
    /// Takes a prefix of `bytes` and adds its length to `used`. A null taker throws the body away.
    Step feed(std::string_view bytes, std::size_t& used, BodyTaker* taker);

    RequestHead& head();
    /// What the client asked for, by version and Connection field.
    bool keepAlive() const;
    bool complete() const;
    bool chunked() const;
    /// Of a body with Content-Length: what is still to come.
    std::int64_t bytesToCome() const;
    bool expectsContinue() const;
    const HttpFault& fault() const;

private:
    class Parser;
    std::unique_ptr<Parser> m_parser;
};

} // namespace lanyard
