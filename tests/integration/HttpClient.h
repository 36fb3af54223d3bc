#pragma once

#include <QByteArray>
#include <QList>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QPair>
#include <QString>

#include <memory>

namespace lanyard::test {

/// Posts chat completions and waits on conditions. Lives in: the test's thread.
class HttpClient
{
public:
    using Headers = QList<QPair<QByteArray, QByteArray>>;

    struct Answer
    {
        int status = 0; ///< 0: no answer
        QByteArray body;
        bool whole = false; ///< it ended as HTTP says it should
    };

    /// Begins; the caller watches the reply.
    std::unique_ptr<QNetworkReply> begin(const QString& url, const QByteArray& key, const QByteArray& body, const Headers& more = {});
    Answer post(const QString& url, const QByteArray& key, const QByteArray& body, const Headers& more = {});

private:
    QNetworkAccessManager m_manager;
};

} // namespace lanyard::test
