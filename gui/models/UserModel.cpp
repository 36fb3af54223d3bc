#include "gui/models/UserModel.h"

#include "gui/models/Format.h"
#include "gui/models/StateWords.h"

namespace lanyard {
namespace {

bool isNumber(int column)
{
    return column == UserModel::Balance || column == UserModel::Keys;
}

QString textOf(const UserInfo& user, int column)
{
    switch (column) {
    case UserModel::Name:
        return user.name;
    case UserModel::Group:
        return user.group;
    case UserModel::State:
        return wordsFor(user).text;
    case UserModel::Keys:
        return formatCount(user.keys.size());
    case UserModel::Balance:
        return user.balance ? formatMoney(*user.balance)
                            : UserModel::tr("pays later", "user without a prepaid balance");
    default:
        return {};
    }
}

/// Who pays later sorts above every amount.
QVariant sortValueOf(const UserInfo& user, int column)
{
    switch (column) {
    case UserModel::Keys:
        return static_cast<qulonglong>(user.keys.size());
    case UserModel::Balance:
        return static_cast<qlonglong>(user.balance ? user.balance->nano() : std::numeric_limits<std::int64_t>::max());
    default:
        return textOf(user, column);
    }
}

/// "sk-lan-01ab": the rest is the same in every key, and "lan" would find everybody.
QString ownPart(const QString& keyPrefix)
{
    return keyPrefix.section(u'-', -1);
}

QString searchTextOf(const UserInfo& user)
{
    QStringList words{user.name, user.group};
    for (const KeyInfo& key : user.keys)
        words << key.name << ownPart(key.prefix);
    return words.join(u' ');
}

} // namespace

QString UserModel::searchFor(const QString& typed)
{
    QStringList words = typed.split(u' ', Qt::SkipEmptyParts);
    for (QString& word : words) {
        if (word.startsWith(u"sk-"))
            word = ownPart(word);
    }
    return words.join(u' ');
}

int UserModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant UserModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const UserInfo& user = rowAt(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return textOf(user, index.column());
    case SortRole:
        return sortValueOf(user, index.column());
    case ToneRole:
        return index.column() == State ? QVariant::fromValue(wordsFor(user).tone) : QVariant();
    case Qt::TextAlignmentRole:
        return isNumber(index.column()) ? QVariant(Qt::AlignRight | Qt::AlignVCenter) : QVariant();
    case Qt::ToolTipRole:
        return index.column() == Balance && user.balance ? QVariant(formatMoneyExactly(*user.balance)) : QVariant();
    case KeyRole:
        return user.name;
    case FilterRole:
        return searchTextOf(user);
    default:
        return {};
    }
}

QVariant UserModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation == Qt::Horizontal && role == Qt::TextAlignmentRole && isNumber(section))
        return QVariant(Qt::AlignRight | Qt::AlignVCenter);
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Name:
        return tr("Name");
    case Group:
        return tr("Group");
    case State:
        return tr("State");
    case Keys:
        return tr("Keys", "column: number of API keys");
    case Balance:
        return tr("Balance");
    default:
        return {};
    }
}

} // namespace lanyard
