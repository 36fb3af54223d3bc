#include "gui/widgets/Glyph.h"

#include "gui/widgets/SvgShapes.h"

#include <QFile>
#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPalette>

#include <map>

// Outside of every namespace, as Qt wants it: a static library's resources are not found by themselves.
static void loadIcons()
{
    Q_INIT_RESOURCE(icons);
}

namespace lanyard {
namespace {

const char* nameOf(Glyph glyph)
{
    switch (glyph) {
    case Glyph::Check:
        return "check";
    case Glyph::Computer:
        return "computer";
    case Glyph::Copy:
        return "copy";
    case Glyph::Lan:
        return "lan";
    case Glyph::Lanyard:
        return "lanyard";
    case Glyph::Overview:
        return "overview";
    case Glyph::Plug:
        return "plug";
    case Glyph::Providers:
        return "providers";
    case Glyph::Search:
        return "search";
    case Glyph::Users:
        return "users";
    case Glyph::Waiting:
        return "waiting";
    case Glyph::Warning:
        return "warning";
    }
    return "";
}

SvgShapes load(Glyph glyph)
{
    QFile file(glyphFile(glyph));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    auto shapes = SvgShapes::parse(file.readAll());
    return shapes ? *std::move(shapes) : SvgShapes{};
}

const SvgShapes& shapesOf(Glyph glyph)
{
    static std::map<Glyph, SvgShapes> cache;
    auto found = cache.find(glyph);
    if (found == cache.end())
        found = cache.emplace(glyph, load(glyph)).first;
    return found->second;
}

class GlyphEngine final : public QIconEngine
{
public:
    explicit GlyphEngine(Glyph glyph) : m_glyph(glyph) {}

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override
    {
        const QPalette palette = QGuiApplication::palette();
        const auto group = mode == QIcon::Disabled ? QPalette::Disabled : QPalette::Active;
        paintGlyph(*painter, m_glyph, rect, palette.color(group, QPalette::WindowText));
    }
    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override
    {
        QPixmap pixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paint(&painter, QRect({}, size), mode, state);
        return pixmap;
    }
    QIconEngine* clone() const override { return new GlyphEngine(m_glyph); }
    QString key() const override { return QStringLiteral("lanyard-glyph"); }

private:
    Glyph m_glyph;
};

} // namespace

QString glyphFile(Glyph glyph)
{
    loadIcons();
    return QStringLiteral(":/icons/%1.svg").arg(QLatin1String(nameOf(glyph)));
}

void paintGlyph(QPainter& painter, Glyph glyph, const QRectF& target, const QColor& color)
{
    shapesOf(glyph).paint(painter, target, color);
}

QIcon glyphIcon(Glyph glyph)
{
    return QIcon(new GlyphEngine(glyph));
}

} // namespace lanyard
