"""Names of the simulated people, firms and places."""

SURNAMES = tuple("王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕")
GIVEN_FEMALE = tuple("芳娜敏静丽艳娟霞秀兰玲梅红琳雪慧欣怡婷颖佳云洁丹")
GIVEN_MALE = tuple("伟强磊军洋勇杰涛明超刚平辉鹏华飞鑫波斌宇浩凯健俊")
GIVEN_SECOND = ("", "", *tuple("文海国志建晓春小玉思子嘉一家天新成永"))

FIRM_WORDS = (
    "Golden Crane",
    "East River",
    "Nine Peaks",
    "Blue Kiln",
    "Long Bridge",
    "Clear Spring",
    "Red Maple",
    "South Gate",
    "White Stone",
    "Great Harbour",
    "Jade Field",
    "High Lantern",
    "Old Canal",
    "New Willow",
)
FIRM_FORMS = (
    "Co., Ltd.",
    "Group Co., Ltd.",
    "Holdings Ltd.",
    "Partners",
    '"Sunrise" Works',
    "Trading Co., Ltd.",
)
PUBLIC_WORDS = (
    "Water Bureau",
    "School District",
    "Public Hospital",
    "Transport Office",
    "Housing Fund Centre",
)
FINANCIAL_WORDS = ("Rural Credit Cooperative", "Leasing Company", "Securities House", "Insurance Company")

# ISO 3166-2 region and a city of it
REGIONS = (
    ("CN-BJ", "Beijing"),
    ("CN-SH", "Shanghai"),
    ("CN-GD", "Guangzhou"),
    ("CN-ZJ", "Hangzhou"),
    ("CN-JS", "Nanjing"),
    ("CN-SC", "Chengdu"),
)
REGION_CODES = tuple(code for code, _ in REGIONS)
CITIES = tuple(city for _, city in REGIONS)

# GB/T 4754 section letter and division, label, yearly revenue per employee in CNY, share of firms
INDUSTRIES = (
    ("A01", "Agriculture", 150_000, 0.04),
    ("B06", "Coal", 900_000, 0.02),
    ("C13", "Food Processing", 800_000, 0.09),
    ("C17", "Textiles", 500_000, 0.06),
    ("C36", "Motor Parts", 1_100_000, 0.06),
    ("C39", "Electronics", 1_000_000, 0.10),
    ("D44", "Power", 1_800_000, 0.02),
    ("E47", "Construction", 700_000, 0.09),
    ("F51", "Wholesale", 2_500_000, 0.12),
    ("F52", "Retail", 900_000, 0.09),
    ("G54", "Road Transport", 450_000, 0.05),
    ("G59", "Storage", 600_000, 0.02),
    ("H62", "Catering", 200_000, 0.05),
    ("I63", "Telecom", 900_000, 0.02),
    ("I65", "Software", 700_000, 0.07),
    ("K70", "Property", 1_500_000, 0.04),
    ("L72", "Business Services", 400_000, 0.06),
)
# industries of few customers: financial institutions, public bodies, and those that are cast and never drawn
RARE_INDUSTRIES = (
    ("J66", "Banking"),
    ("S91", "Administration"),
    ("A05", "Farm Services"),
    ("B11", "Mining Services"),
    ("C27", "Pharmaceuticals"),
    ("C43", "Machinery Repair"),
    ("M73", "Research"),
    ("N77", "Environment"),
    ("O80", "Household Services"),
    ("P83", "Education"),
    ("Q84", "Clinics"),
    ("R86", "Publishing"),
)
INDUSTRY_CODES = (*(code for code, *_ in INDUSTRIES), *(code for code, _ in RARE_INDUSTRIES))
INDUSTRY_NAMES = (*(name for _, name, *_ in INDUSTRIES), *(name for _, name in RARE_INDUSTRIES))
FINANCE_INDUSTRY = INDUSTRY_CODES.index("J66")
PUBLIC_INDUSTRY = INDUSTRY_CODES.index("S91")

COUNTRIES = ("CN", "HK", "US", "DE", "JP", "SG")
OWN_BANK = "DEMOCNSH"
OTHER_BANKS = tuple(f"BK{letter * 2}CNBJ" for letter in "ABCDEFGH")
BANKS = (OWN_BANK, *OTHER_BANKS)
