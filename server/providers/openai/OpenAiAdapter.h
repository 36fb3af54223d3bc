#pragma once

#include "providers/ProviderAdapter.h"

namespace lanyard {

/// OpenAI and every service that speaks its protocol. Requests pass through: the client's own bytes, with the model's
/// upstream name in place of the public one and usage asked for on streams.
class OpenAiAdapter final : public ProviderAdapter
{
public:
    ProviderCall chat(const ProviderConfig& provider, const CredentialConfig& credential, const ChatTask& task,
                      std::string_view upstreamModel) const override;
    ProviderCall models(const ProviderConfig& provider, const CredentialConfig& credential) const override;
    ProviderFailure failure(int status, const HttpHeaders& headers, std::string_view body) const override;
    PlainAnswer readPlain(std::string_view body) const override;
    std::unique_ptr<StreamScanner> makeScanner() const override;
};

} // namespace lanyard
