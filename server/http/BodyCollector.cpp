#include "http/BodyCollector.h"

#include "http/SpillFile.h"

#include <algorithm>

namespace lanyard {

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
    // A promise of more than goes to memory is not believed before the bytes are here.
    const auto promised = static_cast<std::size_t>(std::max<std::int64_t>(head.declaredLength, 0));
    if (promised <= m_limits.spillBytes)
        m_bytes.reserve(promised);
    return std::nullopt;
}

bool BodyCollector::takeBody(std::string_view piece)
{
    if (!m_inflater)
        return store(piece);
    const auto sink = [this](std::string_view plain) { return store(plain); };
    if (m_inflater->inflate(piece, sink))
        return true;
    if (m_fault.message.empty())
        fail(400, "bad_compression", "The compressed body is damaged.");
    return false;
}

bool BodyCollector::store(std::string_view plain)
{
    m_size += static_cast<std::int64_t>(plain.size());
    if (m_size > m_limits.bodyBytes)
        return fail(413, "body_too_large",
                    "The request's body is larger than " + std::to_string(m_limits.bodyBytes) + " bytes; send less.");
    if (m_file || static_cast<std::size_t>(m_size) > m_limits.spillBytes)
        return spill(plain);
    m_bytes.append(plain);
    return true;
}

bool BodyCollector::spill(std::string_view plain)
{
    const auto write = [this](std::string_view bytes) {
        return m_file->write(bytes.data(), static_cast<qint64>(bytes.size())) == static_cast<qint64>(bytes.size());
    };
    if (!m_file) {
        m_file = openSpillFile(m_limits.spillFolder);
        if (!m_file || !write(m_bytes))
            return fail(503, "no_space", "The server cannot store a body of this size now; try again later.");
        m_bytes = {};
    }
    return write(plain) || fail(503, "no_space", "The server cannot store a body of this size now; try again later.");
}

std::optional<RequestBody> BodyCollector::finish()
{
    if (m_inflater && !m_inflater->finished()) {
        fail(400, "bad_compression", "The compressed body ends too early.");
        return std::nullopt;
    }
    if (m_file)
        return mapSpilled();
    return RequestBody(std::exchange(m_bytes, {}));
}

std::optional<RequestBody> BodyCollector::mapSpilled()
{
    const uchar* bytes = m_file->map(0, m_size);
    if (!bytes) {
        fail(503, "no_space", "The server cannot read a body of this size now; try again later.");
        return std::nullopt;
    }
    const std::string_view view(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(m_size));
    return RequestBody(view, std::shared_ptr<void>(std::shared_ptr<QFile>(std::move(m_file))));
}

bool BodyCollector::fail(int status, std::string_view code, std::string message)
{
    m_fault = {status, code, std::move(message)};
    return false;
}

void BodyCollector::clear()
{
    m_bytes = {};
    m_file.reset();
    m_inflater.reset();
    m_size = 0;
    m_fault = {};
}

} // namespace lanyard
