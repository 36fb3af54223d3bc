#pragma once

#include "base/Result.h"

#include <QByteArray>
#include <QJsonObject>
#include <QJsonValue>
#include <QString>

namespace lanyard {

/// One JSON-RPC 2.0 message. Which of the members mean something follows from `kind`.
struct Envelope
{
    enum class Kind {
        Request,      ///< id, method, params
        Notification, ///< method, params; nobody answers
        Response,     ///< id, result
        Failure,      ///< id (null when the request could not be read), error
    };

    Kind kind = Kind::Notification;
    QJsonValue id = QJsonValue::Null; ///< text or number, chosen by the caller and given back as it came
    QString method;
    QJsonObject params;
    QJsonValue result;
    Error error;

    static Envelope request(const QJsonValue& id, const QString& method, const QJsonObject& params);
    static Envelope notification(const QString& method, const QJsonObject& params);
    static Envelope response(const QJsonValue& id, const QJsonValue& result);
    static Envelope failure(const QJsonValue& id, const Error& error);

    /// One line with its line feed; JSON escapes every other control character, so a frame never breaks in two.
    QByteArray toFrame() const;
    /// Errors: InvalidArgument for anything that is not a JSON-RPC 2.0 message with named parameters. Batches are not spoken.
    static Result<Envelope> parse(const QByteArray& frame);
};

} // namespace lanyard
