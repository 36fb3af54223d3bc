#include "gui/models/CredentialModel.h"

#include "gui/models/Format.h"
#include "gui/models/StateWords.h"

namespace lanyard {
namespace {

/// Absolute, so that nothing has to tick: "Rate limit reached (again at 10:32:15)".
QString reasonOf(const CredentialInfo& credential)
{
    if (!credential.retryInMs)
        return credential.reason;
    const QDateTime again = QDateTime::currentDateTime().addMSecs(static_cast<qint64>(*credential.retryInMs));
    const QString time = QLocale().toString(again.time(), QStringLiteral("HH:mm:ss"));
    return credential.reason.isEmpty() ? CredentialModel::tr("Tried again at %1").arg(time)
                                       : CredentialModel::tr("%1 (tried again at %2)").arg(credential.reason, time);
}

QString textOf(const CredentialInfo& credential, int column)
{
    switch (column) {
    case CredentialModel::Name:
        return credential.name;
    case CredentialModel::Key:
        return credential.keyPrefix.isEmpty() ? CredentialModel::tr("no key") : credential.keyPrefix;
    case CredentialModel::State:
        return wordsFor(credential).text;
    case CredentialModel::Reason:
        return reasonOf(credential);
    case CredentialModel::Weight:
        return formatCount(credential.weight);
    default:
        return {};
    }
}

QVariant sortValueOf(const CredentialInfo& credential, int column)
{
    return column == CredentialModel::Weight ? QVariant(credential.weight) : QVariant(textOf(credential, column));
}

} // namespace

int CredentialModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant CredentialModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const CredentialInfo& credential = rowAt(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return textOf(credential, index.column());
    case SortRole:
        return sortValueOf(credential, index.column());
    case ToneRole:
        return index.column() == State ? QVariant::fromValue(wordsFor(credential).tone) : QVariant();
    case Qt::TextAlignmentRole:
        return index.column() == Weight ? QVariant(Qt::AlignRight | Qt::AlignVCenter) : QVariant();
    case KeyRole:
        return keyOf(credential);
    case FilterRole:
        return credential.name;
    default:
        return {};
    }
}

QVariant CredentialModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation == Qt::Horizontal && role == Qt::TextAlignmentRole && section == Weight)
        return QVariant(Qt::AlignRight | Qt::AlignVCenter);
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Name:
        return tr("Name");
    case Key:
        return tr("Key prefix", "the first characters of a key, all that is known of it");
    case State:
        return tr("State");
    case Reason:
        return tr("Reason", "why a credential is not ready");
    case Weight:
        return tr("Weight", "of a credential in its pool");
    default:
        return {};
    }
}

} // namespace lanyard
