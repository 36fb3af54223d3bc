#include "config/BaseUrl.h"

#include <QString>
#include <QUrl>

#include <algorithm>

namespace lanyard {
namespace {

using namespace Qt::StringLiterals;

std::string_view versionPath(ProviderKind kind)
{
    switch (kind) {
    case ProviderKind::OpenAi:
    case ProviderKind::Anthropic: return "/v1";
    case ProviderKind::Gemini: return "/v1beta";
    case ProviderKind::DashScope: return "/api/v1";
    case ProviderKind::Ernie: return "/rpc/2.0/ai_custom/v1/wenxinworkshop";
    case ProviderKind::Ollama:
    case ProviderKind::Azure:
    case ProviderKind::AliyunOcr:
    case ProviderKind::Demo: return "";
    }
    return "";
}

bool hasSpaceOrControl(std::string_view text)
{
    return std::any_of(text.begin(), text.end(), [](char c) { return (c >= 0 && c <= ' ') || c == '\x7F'; });
}

/// What both kinds of URL have in common.
std::string urlProblem(const QUrl& url, std::string_view text)
{
    if (!url.isValid() || hasSpaceOrControl(text) || url.host().isEmpty() || url.port() == 0)
        return "is not a URL with a host";
    if (!url.userInfo().isEmpty())
        return "must not hold a user name or password";
    if (url.hasQuery() || url.hasFragment())
        return "must not have a ? or # part";
    return {};
}

QUrl parsed(std::string_view text)
{
    return QUrl(QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())), QUrl::StrictMode);
}

} // namespace

std::string completedBaseUrl(ProviderKind kind, std::string_view url)
{
    while (url.ends_with('/'))
        url.remove_suffix(1);
    std::string completed(url);
    const std::size_t host = url.find("://");
    if (host != std::string_view::npos && url.find('/', host + 3) == std::string_view::npos)
        completed += versionPath(kind);
    return completed;
}

std::string baseUrlProblem(std::string_view text)
{
    const QUrl url = parsed(text);
    if (url.scheme() != "http"_L1 && url.scheme() != "https"_L1)
        return "must begin with http:// or https://, like https://api.example.com/v1";
    return urlProblem(url, text);
}

std::string proxyUrlProblem(std::string_view text)
{
    const QUrl url = parsed(text);
    const QString scheme = url.scheme();
    if (scheme != "http"_L1 && scheme != "https"_L1 && scheme != "socks5"_L1 && scheme != "socks5h"_L1)
        return "must begin with http://, https://, socks5:// or socks5h://";
    if (std::string problem = urlProblem(url, text); !problem.empty())
        return problem + (url.userInfo().isEmpty() ? "" : ": use username and password");
    if (url.port() < 0 || !(url.path().isEmpty() || url.path() == "/"_L1))
        return "needs a port and no path, like socks5h://10.0.0.2:1080";
    return {};
}

} // namespace lanyard
