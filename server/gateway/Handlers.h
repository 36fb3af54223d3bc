#pragma once

#include "gateway/AuthenticatedHandler.h"
#include "http/RouteTable.h"

#include <functional>
#include <string>

namespace lanyard {

/// What a surface serves on one path: each request becomes an Exchange.
class ExchangeHandler final : public AuthenticatedHandler
{
public:
    ExchangeHandler(WorkerContext& context, const Surface& surface, Operation operation)
        : AuthenticatedHandler(context), m_surface(surface), m_operation(operation)
    {
    }

protected:
    const Surface& surfaceOf(const RequestHead&) const override { return m_surface; }
    bool tellsAsChat(const Identity& identity, const Snapshot& snapshot) const override;
    void serve(std::unique_ptr<Caller> caller, IncomingRequest request, Reply reply) override;

private:
    const Surface& m_surface;
    Operation m_operation;
};

/// GET /v1/models, /v1/models/{id} and their likes: what this key may use, from memory, in the caller's dialect.
class ModelsHandler final : public AuthenticatedHandler
{
public:
    using AuthenticatedHandler::AuthenticatedHandler;

protected:
    const Surface& surfaceOf(const RequestHead& head) const override { return surfaceFor(head.path(), head.headers); }
    void serve(std::unique_ptr<Caller> caller, IncomingRequest request, Reply reply) override;
};

/// GET /healthz: the process answers. GET /readyz: it would serve a request now.
class HealthHandler final : public RequestHandler
{
public:
    /// `notReady` says why a request would not be served, or "" when it would.
    explicit HealthHandler(std::function<std::string()> notReady) : m_notReady(std::move(notReady)) {}
    void handle(IncomingRequest request, Reply reply) override;

private:
    std::function<std::string()> m_notReady;
};

/// A path that nobody serves, told in the dialect of who asks.
SimpleAnswer missedAnswer(const RequestHead& head, const RouteTable::Miss& miss);

/// GET /api/version, by which Ollama's clients see that a server is there.
class OllamaVersionHandler final : public RequestHandler
{
public:
    void handle(IncomingRequest request, Reply reply) override;
};

} // namespace lanyard
