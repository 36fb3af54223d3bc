#include "app/ServeOptions.h"

#include <QStandardPaths>

#include <charconv>

namespace lanyard {

Result<ListenAddress> ListenAddress::parse(std::string_view text)
{
    const Error wrong{ErrorCode::InvalidArgument,
                      "\"" + std::string(text) + "\" is no address to listen on; write ADDRESS:PORT, like 127.0.0.1:11480 or [::1]:11480"};
    const std::size_t colon = text.rfind(':');
    if (colon == std::string_view::npos)
        return wrong;
    std::string_view host = text.substr(0, colon);
    const std::string_view portText = text.substr(colon + 1);
    ListenAddress result;
    const auto [rest, failure] = std::from_chars(portText.data(), portText.data() + portText.size(), result.port);
    if (failure != std::errc{} || rest != portText.data() + portText.size())
        return wrong;
    if (host.size() >= 2 && host.front() == '[' && host.back() == ']')
        host = host.substr(1, host.size() - 2);
    if (host.empty() || host == "*")
        result.address = QHostAddress(QHostAddress::Any);
    else if (host == "localhost")
        result.address = QHostAddress(QHostAddress::LocalHost);
    else if (!result.address.setAddress(QString::fromUtf8(host.data(), static_cast<qsizetype>(host.size()))))
        return wrong;
    return result;
}

std::filesystem::path defaultDataDir()
{
#if defined(Q_OS_UNIX) && !defined(Q_OS_MACOS)
    // systemd's StateDirectory= says where a system service keeps its data.
    if (const QByteArray state = qgetenv("STATE_DIRECTORY"); !state.isEmpty())
        return state.split(':').first().toStdString();
#endif
    return std::filesystem::path(QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation).toStdU16String()) / "lanyard";
}

} // namespace lanyard
