#include "upstream/CurlFailure.h"

#include <cctype>
#include <system_error>

namespace lanyard {
namespace {

std::string spelled(std::chrono::milliseconds length)
{
    if (length.count() % 1000 == 0)
        return std::to_string(length.count() / 1000) + " s";
    return std::to_string(length.count()) + " ms";
}

/// The system's word for a failed connect, else curl's own.
std::string reason(const CurlFailure& failure)
{
    std::string text;
    if (failure.code == CURLE_PROXY && failure.text.empty())
        text = "the proxy's user name or password is wrong";
    else if (failure.osError != 0)
        text = std::system_category().message(failure.osError);
    else
        text = failure.text.empty() ? std::string_view(curl_easy_strerror(failure.code)) : failure.text;
    if (text.size() > 1 && std::islower(static_cast<unsigned char>(text[1])) != 0)
        text[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(text[0])));
    return text;
}

UpstreamEnd network(const CurlFailure& failure, std::string_view what, std::string_view after = {})
{
    UpstreamEnd end;
    end.kind = UpstreamEnd::Kind::Network;
    end.message.append(what).append(failure.hostAndPort).append(after).append(" (").append(reason(failure)).append(")");
    end.neverSent = !failure.bytesSent;
    return end;
}

UpstreamEnd connectTimeout(const CurlFailure& failure)
{
    UpstreamEnd end;
    end.kind = UpstreamEnd::Kind::Timeout;
    end.message = "could not connect to " + std::string(failure.hostAndPort) + " within " + spelled(failure.connectLimit) +
                  " (connect_ms)";
    end.neverSent = !failure.bytesSent;
    return end;
}

} // namespace

UpstreamEnd endOf(const CurlFailure& failure)
{
    switch (failure.code) {
    case CURLE_OK: return {};
    case CURLE_OPERATION_TIMEDOUT: return connectTimeout(failure); // the only limit that curl itself watches
    case CURLE_COULDNT_RESOLVE_HOST: return network(failure, "could not resolve the name of ");
    case CURLE_COULDNT_RESOLVE_PROXY: return network(failure, "could not resolve the name of the proxy for ");
    case CURLE_COULDNT_CONNECT:
        return network(failure, failure.proxied ? "could not connect to the proxy for " : "could not connect to ");
    case CURLE_PROXY: return network(failure, "the proxy opened no way to ");
    case CURLE_PEER_FAILED_VERIFICATION: return network(failure, "the certificate of ", " is not to be trusted");
    case CURLE_SSL_CONNECT_ERROR: return network(failure, "no TLS connection to ");
    case CURLE_GOT_NOTHING: return network(failure, "", " closed the connection without an answer");
    case CURLE_PARTIAL_FILE: return network(failure, "", " broke off in the middle of its answer");
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_WEIRD_SERVER_REPLY: return network(failure, "", " does not speak HTTP");
    default:
        if (failure.answerBegun)
            return network(failure, "", " broke off in the middle of its answer");
        if (failure.proxied && !failure.bytesSent)
            return network(failure, "the proxy opened no way to ");
        return network(failure, "no answer from ");
    }
}

UpstreamEnd timeoutEnd(TimeLimit limit, std::chrono::milliseconds length, std::string_view hostAndPort)
{
    const std::string host(hostAndPort);
    UpstreamEnd end;
    end.kind = UpstreamEnd::Kind::Timeout;
    switch (limit) {
    case TimeLimit::FirstByte: end.message = "no first byte from " + host + " within " + spelled(length) + " (first_byte_ms)"; break;
    case TimeLimit::Whole: end.message = "no whole answer from " + host + " within " + spelled(length) + " (whole_ms)"; break;
    case TimeLimit::Idle: end.message = host + " sent nothing more for " + spelled(length) + " (idle_ms)"; break;
    case TimeLimit::Total: end.message = "the call to " + host + " was not over within " + spelled(length) + " (total_ms)"; break;
    }
    return end;
}

} // namespace lanyard
