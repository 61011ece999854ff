from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('questionbank', '0011_token_used'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='question',
            index=models.Index(fields=['-updated_at', '-id'], name='question_list'),
        ),
    ]
