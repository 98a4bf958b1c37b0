"""Báo Lào Cai; since 1 July 2025 the paper of Yên Bái too."""

from archiver.crawl.platforms.epi import Epi


class BaoLaoCaiSpider(Epi):
    """On ePi. Paragraphs are bare `div`s, the byline is the last line of the body."""

    name = "baolaocai"
    newspaper = "Báo Lào Cai"
    province = "Lào Cai"
    domains = ["baolaocai.vn"]
    predecessor = "baoyenbai"
    evidence = "a saved page of the site and the selectors of crawl_lastest_news (January 2026); not seen live"
