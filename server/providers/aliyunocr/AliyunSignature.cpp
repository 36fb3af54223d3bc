#include "providers/aliyunocr/AliyunSignature.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QMessageAuthenticationCode>

namespace lanyard {
namespace {

constexpr std::string_view kAlgorithm = "ACS3-HMAC-SHA256";
constexpr std::string_view kSignedNames = "host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version";

QByteArray raw(std::string_view text)
{
    return QByteArray::fromRawData(text.data(), static_cast<qsizetype>(text.size()));
}

std::string sha256(std::string_view text)
{
    return QCryptographicHash::hash(raw(text), QCryptographicHash::Sha256).toHex().toStdString();
}

std::string hmacSha256(std::string_view key, std::string_view text)
{
    return QMessageAuthenticationCode::hash(raw(text), raw(key), QCryptographicHash::Sha256).toHex().toStdString();
}

std::string timeText(WallTime time)
{
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(time.time_since_epoch()).count();
    return QDateTime::fromSecsSinceEpoch(seconds).toUTC().toString(Qt::ISODate).toStdString();
}

} // namespace

HttpHeaders aliyunSignedHeaders(const AliyunAction& action, std::string_view body, const SigningFacts& facts)
{
    const std::string hash = sha256(body);
    const std::string date = timeText(facts.now);
    std::string canonical = "POST\n/\n";
    canonical += action.query;
    const auto line = [&](std::string_view name, std::string_view value) {
        canonical += '\n';
        canonical += name;
        canonical += ':';
        canonical += value;
    };
    line("host", action.host);
    line("x-acs-action", action.action);
    line("x-acs-content-sha256", hash);
    line("x-acs-date", date);
    line("x-acs-signature-nonce", facts.nonce);
    line("x-acs-version", action.version);
    for (const std::string_view piece : {std::string_view("\n\n"), kSignedNames, std::string_view("\n"), std::string_view(hash)})
        canonical += piece;
    std::string toSign(kAlgorithm);
    toSign += '\n';
    toSign += sha256(canonical);
    const std::string signature = hmacSha256(action.secret, toSign);
    std::string authorization(kAlgorithm);
    for (const std::string_view piece : {std::string_view(" Credential="), action.keyId, std::string_view(",SignedHeaders="), kSignedNames,
                                         std::string_view(",Signature="), std::string_view(signature)})
        authorization += piece;

    HttpHeaders headers;
    headers.add("x-acs-action", action.action);
    headers.add("x-acs-content-sha256", hash);
    headers.add("x-acs-date", date);
    headers.add("x-acs-signature-nonce", facts.nonce);
    headers.add("x-acs-version", action.version);
    headers.add("Authorization", authorization);
    return headers;
}

} // namespace lanyard
