"""Báo Lào Cai; since 1 July 2025 the paper of Yên Bái too."""

from archiver.crawl.platforms.epi import Epi


class BaoLaoCaiSpider(Epi):
    """On ePi. Paragraphs are bare `div`s, the byline is the last line of the body."""

    name = "baolaocai"
    newspaper = "Báo Lào Cai"
    province = "Lào Cai"
    domains = ["baolaocai.vn"]
    evidence = "published selectors and a saved page of the site, not seen live"
