#include "gui/models/KeyModel.h"

#include "gui/models/Format.h"
#include "gui/models/StateWords.h"

namespace lanyard {
namespace {

QString textOf(const KeyInfo& key, int column)
{
    const QDateTime now = QDateTime::currentDateTime();
    switch (column) {
    case KeyModel::Name:
        return key.name;
    case KeyModel::Prefix:
        return key.prefix;
    case KeyModel::State:
        return wordsFor(key, now).text;
    case KeyModel::Models:
        return key.models.isEmpty() ? KeyModel::tr("all models") : key.models.join(QStringLiteral(", "));
    case KeyModel::Expires:
        return key.expires ? formatMoment(toLocalTime(*key.expires), now)
                           : KeyModel::tr("never", "expiry of an API key");
    default:
        return {};
    }
}

QVariant sortValueOf(const KeyInfo& key, int column)
{
    if (column != KeyModel::Expires)
        return textOf(key, column);
    return key.expires ? static_cast<qlonglong>(key.expires->time_since_epoch().count())
                       : std::numeric_limits<qlonglong>::max();
}

} // namespace

int KeyModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant KeyModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const KeyInfo& key = rowAt(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return textOf(key, index.column());
    case SortRole:
        return sortValueOf(key, index.column());
    case ToneRole:
        return index.column() == State ? QVariant::fromValue(wordsFor(key, QDateTime::currentDateTime()).tone)
                                       : QVariant();
    case KeyRole:
        return keyOf(key);
    case FilterRole:
        return QString(key.name + u' ' + key.prefix);
    default:
        return {};
    }
}

QVariant KeyModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Name:
        return tr("Name");
    case Prefix:
        return tr("Key prefix", "the first characters of a key, all that is known of it");
    case State:
        return tr("State");
    case Models:
        return tr("Models", "that an API key may use");
    case Expires:
        return tr("Expires");
    default:
        return {};
    }
}

} // namespace lanyard
