#pragma once

#include "base/Clock.h"
#include "config/Snapshot.h"
#include "protocol/messages/ProviderMessages.h"
#include "upstream/Upstream.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace lanyard {

/// One real request to a provider on the owner's wish: lists its models, which proves URL and credential, or asks one model
/// for a word.
/// Lives in: main.
class ProviderCheck
{
public:
    using Done = std::function<void(Result<ProviderCheckResult>)>;

    ProviderCheck(const Clock& clock, const SnapshotHub& snapshots, Upstream& http, Upstream& demo);
    ~ProviderCheck();

    /// Errors: NotFound (provider, credential), Locked (the credential is sealed and the vault is locked).
    /// A provider that fails is no error: the result says so.
    void start(const ProviderCheckParams& params, Done done);

    /// Lists the models of a provider that is not configured, without a credential.
    void listModels(std::shared_ptr<const ProviderConfig> draft, Done done);

private:
    class Run;
    void remove(Run* run);

    const Clock& m_clock;
    const SnapshotHub& m_snapshots;
    Upstream& m_http;
    Upstream& m_demo;
    std::vector<std::unique_ptr<Run>> m_runs;
};

} // namespace lanyard
