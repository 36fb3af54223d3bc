#pragma once

#include "base/Http.h"
#include "http/BufferBudget.h"

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace lanyard {

class SpilledBody;

/// Where a connection comes from.
struct Peer
{
    std::array<std::uint8_t, 16> address{}; ///< IPv6 bytes; IPv4 as ::ffff:a.b.c.d
    std::uint16_t port = 0;
    bool loopback = false;

    std::string toString() const; ///< "192.168.1.7", "::1"
};

/// A request's head, framed and validated; text is as it came.
struct RequestHead
{
    HttpMethod method = HttpMethod::Other;
    std::string target; ///< path and query, as sent
    HttpHeaders headers;
    int minorVersion = 1;
    Peer peer;
    bool tls = false;
    std::int64_t declaredLength = -1; ///< Content-Length; -1 = chunked or none

    std::string_view path() const { return std::string_view(target).substr(0, target.find('?')); }
    /// Without the `?`; "" when there is none.
    std::string_view query() const;
};

/// A request's whole body: in memory, or for large ones in a mapped spill file. `view()` stays valid as long as this lives.
class RequestBody
{
public:
    RequestBody() = default;
    explicit RequestBody(std::string bytes, BufferCharge charge = {}) : m_bytes(std::move(bytes)), m_charge(std::move(charge)) {}
    explicit RequestBody(std::shared_ptr<const SpilledBody> spilled);

    std::string_view view() const { return m_spilled ? m_view : std::string_view(m_bytes); }
    /// `part` will not be looked at for a while: what lies in a file need not stay in memory.
    void forget(std::string_view part) const;
    bool spilled() const { return m_spilled != nullptr; }

private:
    std::string m_bytes;
    BufferCharge m_charge;
    std::string_view m_view;
    std::shared_ptr<const SpilledBody> m_spilled;
};

/// Whatever admit() found out and handle() needs again (who is calling).
class RequestContext
{
public:
    virtual ~RequestContext() = default;
};

/// One admitted request, owned by its handler.
struct IncomingRequest
{
    RequestHead head;
    RequestBody body;
    std::unique_ptr<RequestContext> context;
};

/// A whole answer given at once: what refuses a request, and what small handlers send.
struct SimpleAnswer
{
    int status = 200;
    HttpHeaders headers;
    std::string body;
};

} // namespace lanyard
