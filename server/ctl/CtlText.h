#pragma once

#include <QCoreApplication>
#include <QString>

#include <string>

namespace lanyard {

/// Every text that a person reads goes through here, so that it can be translated.
inline QString ctlText(const char* source)
{
    return QCoreApplication::translate("ctl", source);
}

/// For CLI11, which speaks std::string.
inline std::string ctlStd(const char* source)
{
    return ctlText(source).toStdString();
}

inline QString fromStd(const std::string& utf8)
{
    return QString::fromStdString(utf8);
}

} // namespace lanyard
