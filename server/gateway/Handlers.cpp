#include "gateway/Handlers.h"

#include "gateway/ChatRefusal.h"
#include "gateway/Exchange.h"
#include "gateway/ExchangeRegistry.h"
#include "gateway/IdempotentRequests.h"
#include "gateway/RateLimitHeaders.h"
#include "llm/JsonScan.h"
#include "routing/NameResolver.h"

#include <QByteArray>

#include <algorithm>

namespace lanyard {
namespace {

constexpr std::string_view kModels = "/models";

std::string percentDecoded(std::string_view text)
{
    return QByteArray::fromPercentEncoding(QByteArray(text.data(), static_cast<int>(text.size()))).toStdString();
}

} // namespace

bool ExchangeHandler::tellsAsChat(const Identity& identity, const Snapshot& snapshot) const
{
    return m_operation == Operation::Chat && errorStyleFor(identity.key, snapshot) == ErrorStyle::Chat;
}

void ExchangeHandler::serve(std::unique_ptr<Caller> caller, IncomingRequest request, Reply reply)
{
    if (!IdempotentRequests(m_context, m_surface).enter(caller, request, reply))
        return;
    Exchange& exchange = m_context.exchanges.add(
        std::make_unique<Exchange>(m_context, m_surface, m_operation, std::move(caller), std::move(request), std::move(reply)));
    exchange.start();
}

void ModelsHandler::serve(std::unique_ptr<Caller> caller, IncomingRequest request, Reply reply)
{
    std::vector<std::string_view> names;
    for (const ModelConfig* model : Router::visibleModels(*caller->snapshot, caller->identity))
        names.push_back(model->name);
    if (!names.empty() && std::find(names.begin(), names.end(), kAutoModel) == names.end())
        names.insert(names.begin(), kAutoModel); // whichever of them is usable

    HttpHeaders headers{{"Content-Type", "application/json"}, {"X-Request-Id", caller->requestId}};
    addRateLimitHeaders(headers, m_context.governor.rateLimits(caller->identity));
    const WallTime created{}; // when a model was added says nothing to a client; a constant keeps answers comparable
    const Surface& surface = surfaceOf(request.head);
    const std::string_view path = request.head.path();
    const std::size_t folder = path.find(kModels); // none in Ollama's "/api/tags"
    if (folder == std::string_view::npos || path.size() <= folder + kModels.size() + 1)
        return reply.send({200, headers, surface.modelList(names, created)});

    const std::string name = percentDecoded(path.substr(folder + kModels.size() + 1));
    if (std::find(names.begin(), names.end(), name) != names.end())
        return reply.send({200, headers, surface.model(name, created)});
    const Error error{ErrorCode::NotFound, "the model \"" + name + "\" does not exist or is not open to this API key; GET /v1/models lists what is"};
    reply.send({404, headers, surface.errorBody(error, "model_not_found")});
}

void HealthHandler::handle(IncomingRequest request, Reply reply)
{
    const std::string why = request.head.path() == "/readyz" ? m_notReady() : std::string();
    const std::string body = why.empty() ? R"({"status":"ok"})" : R"({"status":"not ready","reason":)" + jsonQuoted(why) + "}";
    reply.send({why.empty() ? 200 : 503, {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}}, body + "\n"});
}

SimpleAnswer missedAnswer(const RequestHead& head, const RouteTable::Miss& miss)
{
    const bool wrongMethod = miss.status == 405;
    const Error error{wrongMethod ? ErrorCode::MethodNotAllowed : ErrorCode::NotFound, miss.message};
    return {miss.status, {{"Content-Type", "application/json"}},
            surfaceFor(head.path(), head.headers).errorBody(error, wrongMethod ? "method_not_allowed" : "unknown_url")};
}

void OllamaVersionHandler::handle(IncomingRequest, Reply reply)
{
    // The version of Ollama's protocol that is spoken, not ours: clients switch features by it.
    reply.send({200, {{"Content-Type", "application/json"}}, R"({"version":"0.12.0"})"});
}

} // namespace lanyard
