#pragma once

#include "gateway/AuthenticatedHandler.h"

#include <functional>
#include <string>

namespace lanyard {

/// POST /v1/chat/completions.
class ChatCompletionsHandler final : public AuthenticatedHandler
{
public:
    using AuthenticatedHandler::AuthenticatedHandler;

protected:
    void serve(std::unique_ptr<Caller> caller, IncomingRequest request, Reply reply) override;
};

/// GET /v1/models and /v1/models/{id}: what this key may use, from memory.
class ModelsHandler final : public AuthenticatedHandler
{
public:
    using AuthenticatedHandler::AuthenticatedHandler;

protected:
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

} // namespace lanyard
