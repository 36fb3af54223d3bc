#pragma once

#include <QString>

#include <memory>
#include <string>

class QTemporaryFile;

namespace lanyard {

/// The authorities that providers' certificates may be signed by: the system's, and those of one more file.
/// curl takes one file, so the two are joined into one of our own, which lives as long as this.
class TrustStore
{
public:
    explicit TrustStore(const QString& additionalCaFile);
    ~TrustStore();

    /// For curl; empty where curl asks the system itself (Schannel, Secure Transport).
    const std::string& caFile() const { return m_caFile; }

private:
    std::string m_caFile;
    std::unique_ptr<QTemporaryFile> m_joined;
};

} // namespace lanyard
