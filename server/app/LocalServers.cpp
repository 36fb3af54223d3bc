#include "app/LocalServers.h"

#include "settings/ProviderPresets.h"

#include <algorithm>
#include <memory>

namespace lanyard {
namespace {

/// On the own machine somebody listens or not; a model server that is busy loading may take a moment.
constexpr std::chrono::milliseconds kConnect{500};
constexpr std::chrono::milliseconds kAnswer{2'000};

QString text(std::string_view utf8)
{
    return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}

std::shared_ptr<const ProviderConfig> draftOf(const ProviderPreset& preset, const std::string& baseUrl)
{
    auto draft = std::make_shared<ProviderConfig>();
    draft->name = preset.name;
    draft->kind = providerKindFrom(preset.kind).value_or(ProviderKind::OpenAi);
    draft->baseUrl = baseUrl.empty() ? std::string(preset.baseUrl) : baseUrl;
    draft->timeouts.connect = kConnect;
    draft->timeouts.whole = kAnswer;
    return draft;
}

/// "localhost" and 127.0.0.1 are the same place here.
std::string comparable(std::string url)
{
    if (const std::size_t at = url.find("//localhost"); at != std::string::npos)
        url.replace(at + 2, 9, "127.0.0.1");
    return url;
}

QString providerAt(const Configuration& configuration, const std::string& baseUrl)
{
    const auto same = [&](const ProviderConfig& provider) { return comparable(provider.baseUrl) == comparable(baseUrl); };
    const auto found = std::find_if(configuration.providers.begin(), configuration.providers.end(), same);
    return found == configuration.providers.end() ? QString() : text(found->name);
}

/// The answers so far, in the order of the places.
struct Search
{
    std::vector<std::optional<DiscoveredServer>> found;
    std::size_t open = 0;
    LocalServers::Done done;

    void answer()
    {
        if (--open > 0)
            return;
        DiscoverResult result;
        for (auto& server : found) {
            if (server)
                result.servers.push_back(*std::move(server));
        }
        done(std::move(result));
    }
};

} // namespace

std::vector<LocalServers::Place> LocalServers::usualPlaces()
{
    return {{"ollama", {}}, {"lm-studio", {}}, {"llama-cpp", {}}, {"vllm", {}}};
}

void LocalServers::find(Done done)
{
    const auto search = std::make_shared<Search>();
    search->found.resize(m_places.size());
    search->open = m_places.size() + 1; // itself: an answer may come at once
    search->done = std::move(done);
    for (std::size_t i = 0; i < m_places.size(); ++i) {
        const ProviderPreset* const preset = findProviderPreset(m_places[i].preset);
        if (!preset) {
            search->answer();
            continue;
        }
        const auto draft = draftOf(*preset, m_places[i].baseUrl);
        m_check.listModels(draft, [this, search, i, preset, draft](const Result<ProviderCheckResult>& checked) {
            // A list is the proof: any other web server answers something, too.
            if (checked && checked->ok && !checked->models.isEmpty()) {
                search->found[i] = DiscoveredServer{text(preset->name), text(preset->title), text(preset->kind), text(draft->baseUrl),
                                                    checked->ms, checked->models, providerAt(m_snapshots.current()->configuration(), draft->baseUrl)};
            }
            search->answer();
        });
    }
    search->answer();
}

} // namespace lanyard
