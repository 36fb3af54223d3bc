#include "http/BodyCollector.h"

#include "http/SpillFile.h"

#include <algorithm>
#include <utility>

namespace lanyard {
namespace {

/// What a request with a body may need besides it (head, answer): less room than this is none.
constexpr std::int64_t kLeastRoom = 64 * 1024;

HttpFault fullFault()
{
    return {503, "overloaded", "The gateway holds as many bytes of requests and answers as it may. Try again in a moment.", 1};
}

HttpFault noSpaceFault()
{
    return {503, "no_space", "The server cannot store a body of this size now; try again later.", 5};
}

} // namespace

std::optional<HttpFault> BodyCollector::start(const RequestHead& head)
{
    clear();
    const std::string_view coding = head.headers.value("Content-Encoding");
    if (!coding.empty() && !equalsIgnoringCase(coding, "identity")) {
        m_inflater = BodyInflater::forCoding(coding);
        if (!m_inflater || head.headers.count("Content-Encoding") > 1)
            return HttpFault{415, "unsupported_encoding",
                             "Send the body plain, or with Content-Encoding gzip or deflate."};
    }
    return std::nullopt;
}

std::optional<HttpFault> BodyCollector::makeRoom(const RequestHead& head)
{
    // Of a length that is not known, or of a compressed body, only the first part; store() sees the rest.
    const std::int64_t promised = std::max<std::int64_t>(head.declaredLength, 0);
    const bool spills = promised > static_cast<std::int64_t>(m_limits.spillBytes);
    const std::int64_t inMemory = spills ? kLeastRoom : std::max(promised, kLeastRoom);
    if (!m_memory.hasRoom(inMemory))
        return fullFault();
    if (spills && !m_spool.trySet(promised))
        return fullFault();
    if (spills) {
        m_file = openSpillFile(m_limits.spillFolder); // at once: no megabyte waits in memory first
        return m_file ? std::nullopt : std::optional(noSpaceFault());
    }
    m_memory.set(promised);
    m_bytes.reserve(static_cast<std::size_t>(promised));
    return std::nullopt;
}

bool BodyCollector::takeBody(std::string_view piece)
{
    if (!m_inflater)
        return store(piece);
    const auto sink = [this](std::string_view plain) { return store(plain); };
    if (m_inflater->inflate(piece, sink))
        return true;
    return !m_fault.message.empty() ? false : fail({400, "bad_compression", "The compressed body is damaged."});
}

bool BodyCollector::store(std::string_view plain)
{
    m_size += static_cast<std::int64_t>(plain.size());
    if (m_size > m_limits.bodyBytes)
        return fail({413, "body_too_large",
                     "The request's body is larger than " + std::to_string(m_limits.bodyBytes) + " bytes; send less."});
    if (m_file || static_cast<std::size_t>(m_size) > m_limits.spillBytes)
        return spill(plain);
    if (!m_memory.trySet(std::max(m_memory.bytes(), m_size)))
        return fail(fullFault());
    m_bytes.append(plain);
    return true;
}

bool BodyCollector::spill(std::string_view plain)
{
    const auto write = [this](std::string_view bytes) {
        return m_file->write(bytes.data(), static_cast<qint64>(bytes.size())) == static_cast<qint64>(bytes.size());
    };
    if (!m_spool.trySet(std::max(m_spool.bytes(), m_size)))
        return fail(fullFault());
    if (!m_file) {
        m_file = openSpillFile(m_limits.spillFolder);
        if (!m_file || !write(m_bytes))
            return fail(noSpaceFault());
        m_bytes = {};
        m_memory.set(0);
    }
    return write(plain) || fail(noSpaceFault());
}

std::optional<RequestBody> BodyCollector::finish()
{
    if (m_inflater && !m_inflater->finished()) {
        fail({400, "bad_compression", "The compressed body ends too early."});
        return std::nullopt;
    }
    if (m_file)
        return mapSpilled();
    m_memory.set(m_size);
    BufferCharge none = m_memory.another();
    return RequestBody(std::exchange(m_bytes, {}), std::exchange(m_memory, std::move(none)));
}

std::optional<RequestBody> BodyCollector::mapSpilled()
{
    BufferCharge none = m_spool.another();
    auto spilled = SpilledBody::map(std::move(m_file), m_size, std::exchange(m_spool, std::move(none)));
    if (spilled)
        return RequestBody(std::move(spilled));
    fail(noSpaceFault());
    return std::nullopt;
}

bool BodyCollector::fail(HttpFault fault)
{
    m_fault = std::move(fault);
    return false;
}

void BodyCollector::clear()
{
    m_bytes = {};
    m_file.reset();
    m_inflater.reset();
    m_size = 0;
    m_fault = {};
    m_memory.set(0);
    m_spool.set(0);
}

} // namespace lanyard
