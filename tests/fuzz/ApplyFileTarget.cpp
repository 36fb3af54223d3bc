#include "FuzzSupport.h"
#include "Targets.h"

#include "config/ConfigEditor.h"
#include "config/ConfigExport.h"
#include "config/Snapshot.h"
#include "config/YamlDocument.h"

#include <algorithm>
#include <map>

namespace lanyard::fuzz {
namespace {

constexpr std::string_view kSecret = "sk-upstream-secret-4711";
const std::map<std::string, std::string> kVariables{{"OPENAI_API_KEY", std::string(kSecret)}, {"EMPTY", ""}};

/// What documents are applied to.
constexpr std::string_view kBefore = R"(
settings: {contact: zoe}
proxies: [{name: office, url: "http://10.0.0.2:3128", password: secret}]
providers:
  - {name: openai, kind: openai, base_url: "http://127.0.0.1:1", proxy: office, credentials: [{name: main, key: sk-main}]}
  - {name: demo, kind: demo}
models:
  - {name: gpt-4o, price: {input: "1.00"}, routes: [{provider: openai, model: gpt-4o, weight: 7}, {provider: demo}]}
groups: [{name: family, models: [gpt-4o]}]
users: [{name: alice, group: family, keys: [{name: laptop, key: sk-lan-laptop-0001}]}]
)";

class CountingIds final : public IdSource
{
public:
    std::uint32_t next(ObjectKind kind) override { return ++m_last[kind]; }

private:
    std::map<ObjectKind, std::uint32_t> m_last;
};

ApiKeyHasher hasher()
{
    ApiKeyPepper pepper{};
    pepper.fill(7);
    return ApiKeyHasher(pepper);
}

void checkRefusal(const Error& error, std::string_view text)
{
    require(!error.message.empty(), "a refusal has a message");
    const bool writtenOut = text.find(kSecret) != std::string_view::npos; // libFuzzer reads our comparisons
    require(writtenOut || error.message.find(kSecret) == std::string::npos,
            "no variable's value is shown");
    require(std::count(error.message.begin(), error.message.end(), '\n') <= 11, "a refusal stays short");
}

Result<EditedConfiguration> apply(const Configuration& current, const ConfigNode& document, IdSource& ids)
{
    ConfigChange change;
    change.document = document;
    return applyChange(current, change, ids, hasher());
}

Configuration before(CountingIds& ids)
{
    const Result<ConfigNode> document = parseConfigYaml(kBefore, {});
    require(document.has_value(), "the configuration before is YAML");
    auto edited = apply({}, *document, ids);
    require(edited.has_value(), "the configuration before is accepted");
    return std::move(edited->next);
}

/// Names and values of headers are anybody's.
void requireNoSecretFields(const ConfigNode& node)
{
    for (const ConfigNode& item : node.items)
        requireNoSecretFields(item);
    for (const auto& [key, value] : node.fields) {
        require(key != "key" && key != "password", "an export holds no secret");
        if (key != "headers" && key != "options")
            requireNoSecretFields(value);
    }
}

/// Applying something that is the case already must change nothing.
void requireNoChange(const Configuration& current, const ConfigNode& document, CountingIds ids, std::string_view what)
{
    const auto again = apply(current, document, ids);
    if (!again)
        requireEqual(again.error().message, "", what);
    require(again->next == current && again->report.newKeys.empty(), what);
}

} // namespace

void fuzzApplyFile(std::string_view input)
{
    const ExactCopy copy(input);
    const Result<ConfigNode> document = parseConfigYaml(copy.view(), kVariables);
    if (!document)
        return checkRefusal(document.error(), input);
    CountingIds ids;
    const Configuration current = before(ids);
    auto edited = apply(current, *document, ids);
    if (!edited)
        return checkRefusal(edited.error(), input);
    requireNoChange(edited->next, *document, ids, "applying a document twice changes nothing");

    const std::string exported = exportYaml(edited->next);
    const Result<ConfigNode> read = parseConfigYaml(exported, {});
    if (!read)
        requireEqual(read.error().message, exported, "an export is read back");
    requireNoSecretFields(*read);
    requireNoChange(edited->next, *read, ids, "applying an export changes nothing");
    const Snapshot snapshot(std::move(edited->next), 1);
    require(snapshot.findModel("gpt-4o-mini-unknown") == nullptr || snapshot.version() == 1, "a snapshot answers");
}

} // namespace lanyard::fuzz
