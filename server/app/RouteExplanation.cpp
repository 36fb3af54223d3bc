#include "app/RouteExplanation.h"

#include <algorithm>

namespace lanyard {
namespace {

QString text(std::string_view utf8)
{
    return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}

Result<Identity> identityOf(const Snapshot& snapshot, const ExplainParams& params)
{
    Identity identity;
    if (!params.user)
        return identity;
    const auto& users = snapshot.configuration().users;
    const auto user = std::find_if(users.begin(), users.end(), [&](const UserConfig& u) { return text(u.name) == *params.user; });
    if (user == users.end())
        return Error{ErrorCode::NotFound, "there is no user \"" + params.user->toStdString() + "\"; lanyard user list shows all"};
    identity.user = &*user;
    identity.group = snapshot.findGroup(user->group);
    if (!params.key)
        return identity;
    const auto key = std::find_if(user->keys.begin(), user->keys.end(), [&](const ApiKeyConfig& k) { return text(k.name) == *params.key; });
    if (key == user->keys.end())
        return Error{ErrorCode::NotFound, "the user \"" + user->name + "\" has no API key \"" + params.key->toStdString() + "\""};
    identity.key = &*key;
    return identity;
}

ExplainCandidate explainCandidate(const Candidate& candidate, const KeyPool& pool, ModelId model)
{
    ExplainCandidate result;
    result.provider = text(candidate.provider->name);
    result.model = text(candidate.upstreamModel);
    if (candidate.route) {
        result.priority = candidate.route->priority;
        result.weight = candidate.route->weight;
    }
    QStringList reasons;
    for (const CredentialNote& note : pool.explain(candidate.provider->id, model)) {
        if (result.credential.isEmpty() && note.text == "ready")
            result.credential = text(note.name);
        reasons.append(text(note.name + ": " + note.text));
    }
    result.reason = reasons.isEmpty() ? QStringLiteral("the provider has no credentials") : reasons.join(QStringLiteral("; "));
    return result;
}

} // namespace

Result<ExplainResult> explainRoute(const Snapshot& snapshot, const Router& router, const KeyPool& pool, const ExplainParams& params)
{
    const Result<Identity> identity = identityOf(snapshot, params);
    if (!identity)
        return identity.error();
    const Result<Resolution> resolution = router.peek(snapshot, *identity, params.model.toStdString());
    if (!resolution)
        return resolution.error();
    ExplainResult result;
    result.requested = params.model;
    if (resolution->model) {
        result.model = text(resolution->model->name);
        result.strategy = text(toString(snapshot.strategyOf(*resolution->model)));
    }
    const ModelId model = resolution->model ? resolution->model->id : ModelId{};
    for (const Candidate& candidate : resolution->candidates)
        result.candidates.push_back(explainCandidate(candidate, pool, model));
    return result;
}

} // namespace lanyard
