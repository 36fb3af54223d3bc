#include "admin/Dispatcher.h"

namespace lanyard {

Error Dispatcher::inMethod(std::string_view method, Error error)
{
    std::string message(method);
    message += ": ";
    message += error.message;
    error.message = std::move(message);
    return error;
}

void Dispatcher::dispatch(const QString& method, const QJsonObject& params, AdminSession& session, RawAnswer answer) const
{
    const std::string name = method.toStdString();
    if (!session.greeted && name != methods::SessionHello::kInfo.name)
        return answer(Error{ErrorCode::Unauthenticated, "session.hello must come first"});
    const auto found = m_calls.find(name);
    if (found == m_calls.end())
        return answer(Error{ErrorCode::MethodNotAllowed, "this service has no method \"" + name.substr(0, 64) + "\""});
    found->second(params, session, std::move(answer));
}

} // namespace lanyard
