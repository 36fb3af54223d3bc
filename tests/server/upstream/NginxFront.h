#pragma once

#include <QProcess>
#include <QTemporaryDir>

#include <cstdint>
#include <string>

namespace lanyard::test {

/// nginx in front of a fake provider: HTTP/2 over TLS as a real server speaks it. Its answers say which protocol and
/// which connection they came over (X-Protocol, X-Connection).
class NginxFront
{
public:
    static bool available();

    explicit NginxFront(std::uint16_t behind);
    ~NginxFront();

    /// "" when it did not start.
    std::string baseUrl() const { return m_baseUrl; }
    QByteArray complaints() { return m_process.readAllStandardError(); }

private:
    QTemporaryDir m_folder;
    QProcess m_process;
    std::string m_baseUrl;
};

} // namespace lanyard::test
