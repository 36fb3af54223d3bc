#include "gui/models/ProviderModel.h"

#include "gui/models/StateWords.h"

namespace lanyard {
namespace {

QString textOf(const ProviderInfo& provider, int column)
{
    switch (column) {
    case ProviderModel::Name:
        return provider.name;
    case ProviderModel::Kind:
        return provider.kind;
    case ProviderModel::BaseUrl:
        return provider.baseUrl.isEmpty() ? ProviderModel::tr("built in", "a provider without a URL")
                                          : provider.baseUrl;
    case ProviderModel::Credentials:
        return wordsForCredentials(provider).text;
    case ProviderModel::Enabled:
        return wordsForEnabled(provider.enabled).text;
    default:
        return {};
    }
}

QVariant toneOf(const ProviderInfo& provider, int column)
{
    switch (column) {
    case ProviderModel::Credentials:
        return QVariant::fromValue(wordsForCredentials(provider).tone);
    case ProviderModel::Enabled:
        return QVariant::fromValue(wordsForEnabled(provider.enabled).tone);
    default:
        return {};
    }
}

QString searchTextOf(const ProviderInfo& provider)
{
    QStringList words{provider.name, provider.kind, provider.baseUrl};
    for (const CredentialInfo& credential : provider.credentials)
        words << credential.name << credential.keyPrefix;
    return words.join(u' ');
}

} // namespace

int ProviderModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant ProviderModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const ProviderInfo& provider = rowAt(index.row());
    switch (role) {
    case Qt::DisplayRole:
    case SortRole:
        return textOf(provider, index.column());
    case ToneRole:
        return toneOf(provider, index.column());
    case KeyRole:
        return provider.name;
    case FilterRole:
        return searchTextOf(provider);
    default:
        return {};
    }
}

QVariant ProviderModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Name:
        return tr("Name");
    case Kind:
        return tr("Kind", "of a provider: openai, anthropic ...");
    case BaseUrl:
        return tr("Base URL");
    case Credentials:
        return tr("Credentials");
    case Enabled:
        return tr("Use", "column: whether requests go to this provider");
    default:
        return {};
    }
}

} // namespace lanyard
