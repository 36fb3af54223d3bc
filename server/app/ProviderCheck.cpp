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
    if (!name && all.empty() && !needsCredential(provider))
        return findCredential(provider, keylessCredential(provider.id));
    return !name && !all.empty() ? &all.front() : nullptr;
}

} // namespace

class ProviderCheck::Run final : private UpstreamObserver
{
public:
    Run(ProviderCheck& owner, std::shared_ptr<const void> keepAlive, Done done)
        : m_owner(owner), m_keepAlive(std::move(keepAlive)), m_done(std::move(done))
    {
    }

    void start(Upstream& upstream, const ProviderConfig& provider, const CredentialConfig& credential, const std::optional<QString>& model,
               const ProxyConfig* proxy)
    {
        m_adapter = &adapterFor(provider.kind);
        m_asksModel = model.has_value() && !m_adapter->tokenCall(provider, credential); // there the token is what is asked for
        Result<ProviderCall> call = m_asksModel ? question(provider, credential, model->toStdString()) : m_adapter->models(provider, credential);
        if (!call)
            return finish(ProviderCheckResult{false, 0, 0, text(call.error().message), {}});
        UpstreamRequest request;
        request.method = m_asksModel ? HttpMethod::Post : HttpMethod::Get;
        request.url = std::move(call->url);
        request.headers = std::move(call->headers);
        request.body = std::move(call->body);
        request.timeouts = provider.timeouts;
        request.proxy = proxy;
        request.keepAlive = m_keepAlive;
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

    /// The shortest chat there is. No limit on the answer: some models refuse small ones.
    Result<ProviderCall> question(const ProviderConfig& provider, const CredentialConfig& credential, const std::string& model) const
    {
        ChatRequest chat;
        chat.messages.push_back({Role::User, {Part{TextPart{"Answer with one word: ready"}, {}}}, {}});
        Adjustments ignored;
        return m_adapter->translate({provider, credential, model}, chat, ignored);
    }

    void onUpstreamEnd(const UpstreamEnd& end) override
    {
        ProviderCheckResult result;
        result.status = m_status;
        result.ms = static_cast<std::uint64_t>(
            std::chrono::duration_cast<std::chrono::milliseconds>(m_owner.m_clock.steady() - m_startedAt).count());
        result.ok = end.kind == UpstreamEnd::Kind::Complete && m_status >= 200 && m_status < 300;
        if (result.ok && m_asksModel) {
            if (const Result<ChatAnswer> answer = m_adapter->readAnswer(m_body, "check"); !answer) {
                result.ok = false;
                result.message = text(answer.error().message);
            }
        } else if (result.ok) {
            for (const std::string& name : m_adapter->modelNames(m_body))
                result.models.append(text(name));
        } else if (end.kind != UpstreamEnd::Kind::Complete) {
            result.message = text(end.message);
        } else {
            const ProviderFailure failure = m_adapter->failure(m_status, m_headers, m_body);
            result.message = failure.message.empty() ? QStringLiteral("HTTP %1").arg(m_status) : text(failure.message);
        }
        finish(std::move(result));
    }

    void finish(ProviderCheckResult result)
    {
        const Done done = std::move(m_done);
        m_owner.remove(this); // destroys this
        done(std::move(result));
    }

    ProviderCheck& m_owner;
    std::shared_ptr<const void> m_keepAlive; ///< what the configuration points into
    bool m_asksModel = false;
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
    const std::string& proxy = proxyFor(*provider, *credential);
    const ProxyConfig* const through = proxy.empty() ? nullptr : snapshot->findProxy(proxy);
    m_runs.push_back(std::make_unique<Run>(*this, snapshot, std::move(done)));
    m_runs.back()->start(provider->kind == ProviderKind::Demo ? m_demo : m_http, *provider, *credential, params.model, through);
}

void ProviderCheck::listModels(std::shared_ptr<const ProviderConfig> draft, Done done)
{
    static const CredentialConfig keyless;
    const ProviderConfig& provider = *draft;
    m_runs.push_back(std::make_unique<Run>(*this, std::move(draft), std::move(done)));
    m_runs.back()->start(m_http, provider, keyless, std::nullopt, nullptr);
}

void ProviderCheck::remove(Run* run)
{
    std::erase_if(m_runs, [=](const auto& other) { return other.get() == run; });
}

} // namespace lanyard
