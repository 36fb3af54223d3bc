#include "upstream/GuardedFetch.h"

#include <QUrl>

#include <algorithm>

namespace lanyard {
namespace {

using namespace Qt::StringLiterals;

QUrl parsed(std::string_view text, QUrl::ParsingMode mode)
{
    return QUrl(QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())), mode);
}

bool isRedirect(int status)
{
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

Error refused(std::string message)
{
    return {ErrorCode::InvalidArgument, std::move(message)};
}

} // namespace

std::string GuardedFetch::problemOf(std::string_view text)
{
    const QUrl url = parsed(text, QUrl::StrictMode);
    if (!url.isValid() || url.host().isEmpty() || (url.scheme() != "http"_L1 && url.scheme() != "https"_L1))
        return "the address of the file must be an http or https URL";
    if (!url.userInfo().isEmpty())
        return "the address of the file must not hold a user name or password";
    return {};
}

GuardedFetch::GuardedFetch(Upstream& upstream, const Clock& clock, std::string url, Limits limits, Done done)
    : m_upstream(upstream), m_clock(clock), m_url(std::move(url)), m_limits(limits), m_done(std::move(done)), m_deadline(clock.steady() + limits.time)
{
    begin();
}

GuardedFetch::~GuardedFetch() = default;

void GuardedFetch::begin()
{
    m_status = 0;
    m_location.clear();
    m_file = {};
    UpstreamRequest request;
    request.method = HttpMethod::Get;
    request.url = m_url;
    request.headers = {{"Accept", "*/*"}};
    request.publicOnly = !m_limits.privateAddresses;
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(m_deadline - m_clock.steady());
    request.timeouts.whole = std::max(left, std::chrono::milliseconds{1});
    request.timeouts.connect = std::min(request.timeouts.connect, request.timeouts.whole);
    m_call = m_upstream.start(std::move(request), *this);
}

void GuardedFetch::onUpstreamHead(int status, const HttpHeaders& headers)
{
    m_status = status;
    m_file.contentType = headers.value("content-type");
    m_location = isRedirect(status) ? headers.value("location") : std::string_view{};
}

void GuardedFetch::onUpstreamBody(std::string_view bytes)
{
    if (m_tooLarge || !m_location.empty())
        return;
    if (m_file.bytes.size() + bytes.size() > m_limits.bytes) {
        m_tooLarge = true;
        m_call.reset(); // the rest is not taken in
        return finish(refused("the file is larger than " + std::to_string(m_limits.bytes / (1024 * 1024)) + " MiB"));
    }
    m_file.bytes.append(bytes);
}

bool GuardedFetch::follow()
{
    if (m_location.empty() || m_limits.redirects-- <= 0 || m_clock.steady() >= m_deadline)
        return false;
    const QByteArray next = parsed(m_url, QUrl::StrictMode).resolved(parsed(m_location, QUrl::TolerantMode)).toEncoded(QUrl::RemoveFragment);
    m_url = next.toStdString();
    if (!problemOf(m_url).empty())
        return false;
    begin();
    return true;
}

void GuardedFetch::onUpstreamEnd(const UpstreamEnd& end)
{
    if (end.kind != UpstreamEnd::Kind::Complete)
        return finish(refused("the file could not be fetched (" + end.message + (m_limits.privateAddresses ? ")" : "); only public addresses are fetched from")));
    if (!m_location.empty()) {
        if (!follow())
            finish(refused("the address of the file leads on to another one that is not followed"));
        return;
    }
    if (m_status != 200)
        return finish(refused("the address of the file answered with status " + std::to_string(m_status)));
    if (m_file.bytes.empty())
        return finish(refused("the file is empty"));
    finish(std::move(m_file));
}

void GuardedFetch::finish(Result<FetchedFile> result)
{
    const Done done = std::move(m_done);
    done(std::move(result)); // may destroy this fetch
}

} // namespace lanyard
