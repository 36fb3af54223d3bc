#pragma once

#include "admin/Answer.h"
#include "protocol/Methods.h"

#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace lanyard {

/// What one connection has told about itself.
struct AdminSession
{
    bool greeted = false; ///< session.hello was accepted
    QString client;
    QStringList topics;    ///< of events
    std::uint64_t seq = 0; ///< of the last event sent
};

/// From a method's name to the code that does it. Reads the parameters strictly, so that a handler sees checked values.
///
/// Lives in: the admin thread.
class Dispatcher
{
public:
    template<class M>
    using Handler = std::function<void(const typename M::Params&, Answer<typename M::Result>)>;
    template<class M>
    using SessionHandler = std::function<void(const typename M::Params&, AdminSession&, Answer<typename M::Result>)>;

    template<class M>
    void on(Handler<M> handler)
    {
        onSession<M>([handler = std::move(handler)](const typename M::Params& params, AdminSession&,
                                                    Answer<typename M::Result> answer) { handler(params, std::move(answer)); });
    }

    /// For the methods that are about the connection itself.
    template<class M>
    void onSession(SessionHandler<M> handler)
    {
        m_calls[M::kInfo.name] = [handler = std::move(handler)](const QJsonObject& json, AdminSession& session, RawAnswer answer) {
            const auto params = fromJson<typename M::Params>(json, JsonReading::Mode::Strict);
            if (params)
                return handler(*params, session, Answer<typename M::Result>(std::move(answer)));
            answer(inMethod(M::kInfo.name, params.error()));
        };
    }

    bool knows(std::string_view method) const { return m_calls.contains(method); }

    /// Errors, through `answer`: MethodNotAllowed (no such method), Unauthenticated (no hello yet), InvalidArgument
    /// (parameters), and what the handler finds.
    void dispatch(const QString& method, const QJsonObject& params, AdminSession& session, RawAnswer answer) const;

private:
    using Call = std::function<void(const QJsonObject&, AdminSession&, RawAnswer)>;
    static Error inMethod(std::string_view method, Error error);

    std::map<std::string_view, Call> m_calls; ///< keys: the method table's own texts
};

} // namespace lanyard
