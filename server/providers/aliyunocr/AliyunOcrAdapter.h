#pragma once

#include "providers/ProviderAdapter.h"

namespace lanyard {

/// Alibaba Cloud OCR: reads the text off a picture, and nothing else. The key is a pair (AccessKey ID and secret, "id:secret").
/// Source: "Alibaba Cloud OCR, API reference, RecognizeGeneral" (2021-07-07), 2026-11.
class AliyunOcrAdapter final : public ProviderAdapter
{
public:
    bool passesThrough(const ProviderConfig&, const ModelTask&) const override { return false; }
    ProviderCall passThrough(const ProviderTarget&, const ModelTask&) const override { return {}; } // never asked
    PlainAnswer readPlain(const ModelTask&, std::string_view) const override { return {}; }
    std::unique_ptr<StreamScanner> makeScanner(const ModelTask&) const override { return nullptr; }

    const Capabilities& capabilities() const override;
    Result<ProviderCall> translate(const ProviderTarget& target, const ChatRequest& request, Adjustments& adjustments) const override;
    Result<ChatAnswer> readAnswer(std::string_view body, std::string_view requestId) const override;
    std::unique_ptr<StreamReader> makeReader(std::string_view requestId) const override;

    bool recognizes() const override { return true; }
    ProviderCall recognize(const ProviderTarget& target, std::string_view kind, std::string image, const SigningFacts& facts) const override;
    Result<std::string> readRecognized(std::string_view body) const override;

    /// There is no list: the address alone, which answers with an error that shows it is there.
    ProviderCall models(const ProviderConfig& provider, const CredentialConfig& credential) const override;
    std::vector<std::string> modelNames(std::string_view) const override { return {}; }
    ProviderFailure failure(int status, const HttpHeaders& headers, std::string_view body) const override;
};

} // namespace lanyard
