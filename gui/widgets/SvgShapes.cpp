#include "gui/widgets/SvgShapes.h"

#include <QPainter>
#include <QRegularExpression>
#include <QXmlStreamReader>

namespace lanyard {
namespace {

std::vector<double> numbersIn(QStringView text, bool& ok)
{
    std::vector<double> numbers;
    static const QRegularExpression separator(QStringLiteral("[\\s,]+"));
    const auto words = text.toString().split(separator, Qt::SkipEmptyParts);
    for (const QString& word : words) {
        bool isNumber = false;
        numbers.push_back(word.toDouble(&isNumber));
        ok = ok && isNumber;
    }
    return numbers;
}

/// How many numbers one command takes; -1 for a command that is not spoken.
int argumentsOf(QChar command)
{
    switch (command.unicode()) {
    case u'M':
    case u'L':
        return 2;
    case u'H':
    case u'V':
        return 1;
    case u'C':
        return 6;
    case u'Z':
        return 0;
    default:
        return -1;
    }
}

void addCommand(QPainterPath& path, QChar command, const double* n)
{
    const QPointF at = path.currentPosition();
    switch (command.unicode()) {
    case u'M':
        return path.moveTo(n[0], n[1]);
    case u'L':
        return path.lineTo(n[0], n[1]);
    case u'H':
        return path.lineTo(n[0], at.y());
    case u'V':
        return path.lineTo(at.x(), n[0]);
    case u'C':
        return path.cubicTo(n[0], n[1], n[2], n[3], n[4], n[5]);
    default:
        return path.closeSubpath();
    }
}

bool readPath(const QString& text, QPainterPath& path)
{
    static const QRegularExpression commands(QStringLiteral("([A-Za-z])([^A-Za-z]*)"));
    for (const auto& match : commands.globalMatch(text)) {
        const QChar command = match.capturedView(1).front();
        bool ok = true;
        const auto numbers = numbersIn(match.capturedView(2), ok);
        const int count = argumentsOf(command);
        if (!ok || count < 0 || static_cast<int>(numbers.size()) != count)
            return false;
        addCommand(path, command, numbers.data());
    }
    return !path.isEmpty();
}

} // namespace

class SvgShapes::Reader
{
public:
    explicit Reader(const QByteArray& svg) : m_xml(svg) {}

    Result<SvgShapes> read()
    {
        while (!m_xml.atEnd() && !m_failed) {
            if (m_xml.readNext() == QXmlStreamReader::StartElement)
                readElement();
        }
        if (m_xml.hasError())
            fail(m_xml.errorString());
        if (m_failed)
            return Error{ErrorCode::InvalidArgument, m_failure.toStdString()};
        return std::move(m_shapes);
    }

private:
    void readElement()
    {
        const QString name = m_xml.name().toString();
        QPainterPath path;
        if (name == u"svg")
            return readRoot();
        if (name == u"path" && readPath(attribute("d"), path))
            return add(path);
        if (name == u"rect") {
            const double radius = number("rx", 0);
            path.addRoundedRect(number("x", 0), number("y", 0), number("width"), number("height"), radius, radius);
            return add(path);
        }
        if (name == u"circle") {
            path.addEllipse({number("cx"), number("cy")}, number("r"), number("r"));
            return add(path);
        }
        fail(QStringLiteral("<%1> in line %2 is not understood").arg(name).arg(m_xml.lineNumber()));
    }

    void readRoot()
    {
        bool ok = true;
        const auto box = numbersIn(attribute("viewBox"), ok);
        if (!ok || box.size() != 4)
            return fail(QStringLiteral("viewBox needs four numbers"));
        m_shapes.m_viewBox = {box[0], box[1], box[2], box[3]};
        m_rootStyle = styleOver({});
    }

    void add(const QPainterPath& path) { m_shapes.m_shapes.push_back({path, styleOver(m_rootStyle)}); }

    Style styleOver(Style style)
    {
        readInk("fill", style.fill);
        readInk("stroke", style.stroke);
        style.strokeWidth = number("stroke-width", style.strokeWidth);
        return style;
    }

    void readInk(const char* name, Ink& ink)
    {
        const QString text = attribute(name);
        if (text.isEmpty())
            return;
        if (text == u"none")
            ink = std::nullopt;
        else if (text == u"currentColor")
            ink = QColor();
        else if (const QColor color(text); color.isValid())
            ink = color;
        else
            fail(QStringLiteral("%1 is no colour").arg(text));
    }

    QString attribute(const char* name) const { return m_xml.attributes().value(QLatin1String(name)).toString(); }

    double number(const char* name, std::optional<double> fallback = {})
    {
        const QString text = attribute(name);
        if (text.isEmpty() && fallback)
            return *fallback;
        bool ok = false;
        const double value = text.toDouble(&ok);
        if (!ok)
            fail(QStringLiteral("%1 must be a number").arg(QLatin1String(name)));
        return value;
    }

    void fail(const QString& why)
    {
        if (!m_failed)
            m_failure = why;
        m_failed = true;
    }

    QXmlStreamReader m_xml;
    SvgShapes m_shapes;
    Style m_rootStyle;
    bool m_failed = false;
    QString m_failure;
};

Result<SvgShapes> SvgShapes::parse(const QByteArray& svg)
{
    return Reader(svg).read();
}

void SvgShapes::paint(QPainter& painter, const QRectF& target, const QColor& currentColor) const
{
    if (m_viewBox.isEmpty())
        return;
    const double scale = std::min(target.width() / m_viewBox.width(), target.height() / m_viewBox.height());
    const auto colorOf = [&](const Ink& ink) { return ink->isValid() ? *ink : currentColor; };
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(target.center());
    painter.scale(scale, scale);
    painter.translate(-m_viewBox.center());
    for (const Shape& shape : m_shapes) {
        const Style& style = shape.style;
        painter.setBrush(style.fill ? QBrush(colorOf(style.fill)) : QBrush(Qt::NoBrush));
        painter.setPen(style.stroke
                           ? QPen(colorOf(style.stroke), style.strokeWidth, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin)
                           : QPen(Qt::NoPen));
        painter.drawPath(shape.path);
    }
    painter.restore();
}

} // namespace lanyard
