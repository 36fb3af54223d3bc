#include "protocol/Envelope.h"

#include "protocol/RpcError.h"

#include <QJsonDocument>

namespace lanyard {
namespace {

Error invalid(const QString& message)
{
    return {ErrorCode::InvalidArgument, message.toStdString()};
}

bool isId(const QJsonValue& id)
{
    return id.isString() || id.isDouble();
}

Result<Envelope> parseCall(const QJsonObject& json)
{
    Envelope envelope;
    const QJsonValue params = json.value(u"params");
    if (!json.value(u"method").isString())
        return invalid(QStringLiteral("method must be text"));
    if (!params.isUndefined() && !params.isObject())
        return invalid(QStringLiteral("params must be an object: parameters are named"));
    envelope.kind = json.contains(u"id") ? Envelope::Kind::Request : Envelope::Kind::Notification;
    envelope.id = json.value(u"id");
    envelope.method = json.value(u"method").toString();
    envelope.params = params.toObject();
    if (envelope.kind == Envelope::Kind::Request && !isId(envelope.id))
        return invalid(QStringLiteral("id must be text or a number"));
    return envelope;
}

Result<Envelope> parseAnswer(const QJsonObject& json)
{
    Envelope envelope;
    envelope.id = json.value(u"id");
    if (json.value(u"error").isObject()) {
        envelope.kind = Envelope::Kind::Failure;
        envelope.error = errorFromJson(json.value(u"error").toObject());
        return envelope;
    }
    if (!json.contains(u"result") || !isId(envelope.id))
        return invalid(QStringLiteral("neither a call nor an answer"));
    envelope.kind = Envelope::Kind::Response;
    envelope.result = json.value(u"result");
    return envelope;
}

} // namespace

Envelope Envelope::request(const QJsonValue& id, const QString& method, const QJsonObject& params)
{
    return {Kind::Request, id, method, params, {}, {}};
}

Envelope Envelope::notification(const QString& method, const QJsonObject& params)
{
    return {Kind::Notification, {}, method, params, {}, {}};
}

Envelope Envelope::response(const QJsonValue& id, const QJsonValue& result)
{
    return {Kind::Response, id, {}, {}, result, {}};
}

Envelope Envelope::failure(const QJsonValue& id, const Error& error)
{
    return {Kind::Failure, id, {}, {}, {}, error};
}

QByteArray Envelope::toFrame() const
{
    QJsonObject json{{QStringLiteral("jsonrpc"), QStringLiteral("2.0")}};
    if (kind != Kind::Notification)
        json.insert(QStringLiteral("id"), id);
    switch (kind) {
    case Kind::Request:
    case Kind::Notification:
        json.insert(QStringLiteral("method"), method);
        json.insert(QStringLiteral("params"), params);
        break;
    case Kind::Response:
        json.insert(QStringLiteral("result"), result);
        break;
    case Kind::Failure:
        json.insert(QStringLiteral("error"), errorToJson(error));
        break;
    }
    return QJsonDocument(json).toJson(QJsonDocument::Compact) + '\n';
}

Result<Envelope> Envelope::parse(const QByteArray& frame)
{
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson(frame, &problem);
    if (problem.error != QJsonParseError::NoError)
        return invalid(QStringLiteral("not JSON: %1 at byte %2").arg(problem.errorString()).arg(problem.offset));
    if (!document.isObject())
        return invalid(QStringLiteral("a message must be one object"));
    const QJsonObject json = document.object();
    if (json.value(u"jsonrpc").toString() != QLatin1String("2.0"))
        return invalid(QStringLiteral("jsonrpc must be \"2.0\""));
    return json.contains(u"method") ? parseCall(json) : parseAnswer(json);
}

} // namespace lanyard
