#include "protocol/RpcError.h"

namespace lanyard {

QJsonObject errorToJson(const Error& error)
{
    QJsonObject data{{QStringLiteral("name"), QLatin1String(error.name().data(), static_cast<qsizetype>(error.name().size()))}};
    if (!error.detail.empty())
        data.insert(QStringLiteral("detail"), QString::fromStdString(error.detail));
    return {
        {QStringLiteral("code"), error.jsonRpcCode()},
        {QStringLiteral("message"), QString::fromStdString(error.message)},
        {QStringLiteral("data"), data},
    };
}

Error errorFromJson(const QJsonObject& json)
{
    const QJsonObject data = json.value(u"data").toObject();
    Error error;
    error.code = errorCodeFromName(data.value(u"name").toString().toStdString());
    error.message = json.value(u"message").toString(QStringLiteral("the service answered with an error it did not explain")).toStdString();
    error.detail = data.value(u"detail").toString().toStdString();
    return error;
}

} // namespace lanyard
