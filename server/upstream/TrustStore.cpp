#include "upstream/TrustStore.h"

#include <QFile>
#include <QLoggingCategory>
#include <QTemporaryFile>

#include <curl/curl.h>

Q_LOGGING_CATEGORY(lcTrust, "lanyard.upstream")

namespace lanyard {
namespace {

std::string systemCaFile()
{
#if LIBCURL_VERSION_NUM >= 0x075400
    CURL* const curl = curl_easy_init();
    const char* path = nullptr;
    curl_easy_getinfo(curl, CURLINFO_CAINFO, &path);
    const std::string file = path ? path : "";
    curl_easy_cleanup(curl);
    return file;
#else
    return "/etc/ssl/certs/ca-certificates.crt"; // only old Linux distributions have such a libcurl
#endif
}

} // namespace

TrustStore::TrustStore(const QString& additionalCaFile) : m_caFile(systemCaFile())
{
    if (additionalCaFile.isEmpty())
        return;
    QFile additional(additionalCaFile);
    QFile system(QString::fromStdString(m_caFile));
    m_joined = std::make_unique<QTemporaryFile>();
    if (!additional.open(QIODevice::ReadOnly) || !m_joined->open()) {
        qCWarning(lcTrust).noquote() << "the file of additional authorities cannot be used:" << additionalCaFile
                                     << additional.errorString() << m_joined->errorString();
        m_joined.reset();
        return;
    }
    if (!m_caFile.empty() && system.open(QIODevice::ReadOnly))
        m_joined->write(system.readAll() + '\n');
    m_joined->write(additional.readAll());
    m_joined->close(); // the file stays
    m_caFile = m_joined->fileName().toStdString();
}

TrustStore::~TrustStore() = default;

} // namespace lanyard
