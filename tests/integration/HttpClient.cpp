#include "HttpClient.h"

#include <QNetworkRequest>
#include <QTest>

namespace lanyard::test {

std::unique_ptr<QNetworkReply> HttpClient::begin(const QString& url, const QByteArray& key, const QByteArray& body, const Headers& more)
{
    QNetworkRequest request{QUrl(url)};
    request.setHeader(QNetworkRequest::ContentTypeHeader, QByteArrayLiteral("application/json"));
    request.setRawHeader("Authorization", "Bearer " + key);
    for (const auto& [name, value] : more)
        request.setRawHeader(name, value);
    return std::unique_ptr<QNetworkReply>(m_manager.post(request, body));
}

HttpClient::Answer HttpClient::post(const QString& url, const QByteArray& key, const QByteArray& body, const Headers& more)
{
    const std::unique_ptr<QNetworkReply> reply = begin(url, key, body, more);
    if (!QTest::qWaitFor([&] { return reply->isFinished(); }, 30'000))
        return {};
    Answer answer;
    answer.status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    answer.body = reply->readAll();
    answer.whole = reply->error() == QNetworkReply::NoError || (answer.status >= 400 && reply->error() >= QNetworkReply::ContentAccessDenied);
    return answer;
}

} // namespace lanyard::test
