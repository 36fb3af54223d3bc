#include "app/ProviderCheck.h"

#include "keypool/KeyPool.h"
#include "providers/ProviderAdapter.h"

#include <algorithm>

namespace lanyard {
namespace {

constexpr std::size_t kLargestAnswer = 8 * 1024 * 1024;

QString text(std::string_view utf8)
{
    return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}

const CredentialConfig* pick(const ProviderConfig& provider, const std::optional<QString>& name)
{
    const auto& all = provider.credentials;
    const auto found = std::find_if(all.begin(), all.end(), [&](const CredentialConfig& c) {
        return name ? text(c.name) == *name : c.enabled && c.key.has_value();
    });
    if (found != all.end())
        return &*found;
    if (!name && all.empty() && !needsCredential(provider.kind))
        return findCredential(provider, keylessCredential(provider.id));
    return !name && !all.empty() ? &all.front() : nullptr;
}

} // namespace

class ProviderCheck::Run final : private UpstreamObserver
{
public:
    Run(ProviderCheck& owner, std::shared_ptr<const Snapshot> snapshot, Done done)
        : m_owner(owner), m_snapshot(std::move(snapshot)), m_done(std::move(done))
    {
    }

    void start(Upstream& upstream, const ProviderConfig& provider, const CredentialConfig& credential)
    {
        m_adapter = &adapterFor(provider.kind);
        ProviderCall call = m_adapter->models(provider, credential);
        UpstreamRequest request;
        request.method = HttpMethod::Get;
        request.url = std::move(call.url);
        request.headers = std::move(call.headers);
        request.timeouts = provider.timeouts;
        if (!provider.proxy.empty())
            request.proxy = m_snapshot->findProxy(provider.proxy);
        request.keepAlive = m_snapshot;
        m_startedAt = m_owner.m_clock.steady();
        m_call = upstream.start(std::move(request), *this);
    }

private:
    void onUpstreamHead(int status, const HttpHeaders& headers) override
    {
        m_status = status;
        m_headers = headers;
    }

    void onUpstreamBody(std::string_view bytes) override
    {
        if (m_body.size() + bytes.size() <= kLargestAnswer)
            m_body.append(bytes);
    }

    void onUpstreamEnd(const UpstreamEnd& end) override
    {
        ProviderCheckResult result;
        result.status = m_status;
        result.ms = static_cast<std::uint64_t>(
            std::chrono::duration_cast<std::chrono::milliseconds>(m_owner.m_clock.steady() - m_startedAt).count());
        result.ok = end.kind == UpstreamEnd::Kind::Complete && m_status >= 200 && m_status < 300;
        if (result.ok) {
            for (const std::string& name : m_adapter->modelNames(m_body))
                result.models.append(text(name));
        } else if (end.kind != UpstreamEnd::Kind::Complete) {
            result.message = text(end.message);
        } else {
            const ProviderFailure failure = m_adapter->failure(m_status, m_headers, m_body);
            result.message = failure.message.empty() ? QStringLiteral("HTTP %1").arg(m_status) : text(failure.message);
        }
        const Done done = std::move(m_done);
        m_owner.remove(this); // destroys this
        done(std::move(result));
    }

    ProviderCheck& m_owner;
    std::shared_ptr<const Snapshot> m_snapshot;
    Done m_done;
    const ProviderAdapter* m_adapter = nullptr;
    SteadyTime m_startedAt{};
    int m_status = 0;
    HttpHeaders m_headers;
    std::string m_body;
    std::unique_ptr<UpstreamCall> m_call;
};

ProviderCheck::ProviderCheck(const Clock& clock, const SnapshotHub& snapshots, Upstream& http, Upstream& demo)
    : m_clock(clock), m_snapshots(snapshots), m_http(http), m_demo(demo)
{
}

ProviderCheck::~ProviderCheck() = default;

void ProviderCheck::start(const ProviderCheckParams& params, Done done)
{
    std::shared_ptr<const Snapshot> snapshot = m_snapshots.current();
    const ProviderConfig* const provider = snapshot->findProvider(params.name.toStdString());
    if (!provider)
        return done(Error{ErrorCode::NotFound, "there is no provider \"" + params.name.toStdString() + "\"; lanyard provider list shows all"});
    static const CredentialConfig keyless;
    const CredentialConfig* credential = pick(*provider, params.credential);
    if (!credential && params.credential)
        return done(Error{ErrorCode::NotFound, "the provider \"" + provider->name + "\" has no credential \"" + params.credential->toStdString() + "\""});
    if (!credential)
        credential = &keyless;
    if (!credential->key)
        return done(Error{ErrorCode::Locked, "the credential \"" + credential->name + "\" cannot be opened: the master key is not available"});
    m_runs.push_back(std::make_unique<Run>(*this, std::move(snapshot), std::move(done)));
    m_runs.back()->start(provider->kind == ProviderKind::Demo ? m_demo : m_http, *provider, *credential);
}

void ProviderCheck::remove(Run* run)
{
    std::erase_if(m_runs, [=](const auto& other) { return other.get() == run; });
}

} // namespace lanyard
