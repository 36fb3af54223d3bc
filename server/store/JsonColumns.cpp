#include "store/JsonColumns.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace lanyard {
namespace {

QString toQString(const std::string& text)
{
    return QString::fromStdString(text);
}

std::string compact(const QJsonArray& array)
{
    return QJsonDocument(array).toJson(QJsonDocument::Compact).toStdString();
}

QJsonArray parse(std::string_view json)
{
    return QJsonDocument::fromJson(QByteArray(json.data(), static_cast<qsizetype>(json.size()))).array();
}

} // namespace

std::string toJson(const std::vector<std::string>& list)
{
    QJsonArray array;
    for (const std::string& text : list)
        array.append(toQString(text));
    return compact(array);
}

std::vector<std::string> listFromJson(std::string_view json)
{
    std::vector<std::string> list;
    for (const QJsonValue& value : parse(json))
        list.push_back(value.toString().toStdString());
    return list;
}

std::string toJson(const std::vector<std::pair<std::string, std::string>>& pairs)
{
    QJsonArray array;
    for (const auto& [name, value] : pairs)
        array.append(QJsonArray{toQString(name), toQString(value)});
    return compact(array);
}

std::vector<std::pair<std::string, std::string>> pairsFromJson(std::string_view json)
{
    std::vector<std::pair<std::string, std::string>> pairs;
    for (const QJsonValue& value : parse(json)) {
        const QJsonArray pair = value.toArray();
        pairs.emplace_back(pair.at(0).toString().toStdString(), pair.at(1).toString().toStdString());
    }
    return pairs;
}

} // namespace lanyard
